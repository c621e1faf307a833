using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>What other authoritative servers are told, each in its own words.</summary>
internal static class OracleConfiguration
{
    /// <summary>The configuration of <c>nsd</c>, <c>knotd</c> or <c>named</c>.</summary>
    public static string Of(string program, TempFolder folder, IPEndPoint endpoint, params HostedZone[] zones) =>
        program switch
        {
            "named" => Named(folder, endpoint, zones),
            "knotd" => Knot(folder, endpoint, zones),
            _ => Nsd(folder, endpoint, zones),
        };

    /// <summary>
    /// The same with a cookie secret, and so that whoever comes without a valid cookie is treated worse than who has
    /// one.
    /// </summary>
    public static string WithCookies(
        string program, string secret, TempFolder folder, IPEndPoint endpoint, HostedZone zone)
    {
        string plain = Of(program, folder, endpoint, zone);
        return program switch
        {
            "named" => plain.Replace("dnssec-validation no;", NamedCookies(secret)),
            "knotd" => plain + KnotCookies(secret),
            _ => plain.Replace("rrl-ratelimit: 0", NsdCookies(secret)),
        };
    }

    private static string Nsd(TempFolder folder, IPEndPoint endpoint, HostedZone[] zones) => $"""
        server:
          ip-address: {endpoint.Address}@{endpoint.Port}
          server-count: 1
          username: ""
          chroot: ""
          zonesdir: "{folder.Location}"
          database: ""
          zonelistfile: "{folder.Combine("oracle.zones")}"
          xfrdfile: "{folder.Combine("oracle.xfrd")}"
          xfrdir: "{folder.Location}"
          pidfile: "{folder.Combine("oracle.pid")}"
          minimal-responses: yes
          ipv4-edns-size: 1232
          rrl-ratelimit: 0
          rrl-whitelist-ratelimit: 0
        remote-control:
          control-enable: yes
          control-interface: "{folder.Combine("oracle.control")}"

        """ + string.Concat(zones.Select(zone => $"""
        zone:
          name: "{zone.Apex}"
          zonefile: "{zone.File}"

        """));

    private static string Knot(TempFolder folder, IPEndPoint endpoint, HostedZone[] zones) => $"""
        server:
          rundir: "{folder.Subfolder("knot-run")}"
          listen: {endpoint.Address}@{endpoint.Port}
          udp-workers: 1
          tcp-workers: 1
          background-workers: 1
          udp-max-payload: 1232
        database:
          storage: "{folder.Subfolder("knot-data")}"
        log:
          - target: stderr
            any: warning
        zone:

        """ + string.Concat(zones.Select(zone => $"""
          - domain: {zone.Apex}
            file: "{zone.File}"
            semantic-checks: off
            zonefile-sync: -1
            journal-content: none

        """));

    private static string Named(TempFolder folder, IPEndPoint endpoint, HostedZone[] zones) => $$"""
        options {
          directory "{{folder.Location}}";
          listen-on port {{endpoint.Port}} { {{endpoint.Address}}; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          lock-file none;
          recursion no;
          dnssec-validation no;
        };
        controls { };

        """ + string.Concat(zones.Select(zone => $$"""
        zone "{{zone.Apex}}" { type primary; file "{{zone.File}}"; };

        """));

    /// <summary>Without a valid cookie, two replies a second; all others are TC.</summary>
    private static string NsdCookies(string secret) => $"""
        rrl-ratelimit: 2
          rrl-slip: 1
          answer-cookie: yes
          cookie-secret: "{secret}"
        """;

    /// <summary>Whoever sends a cookie, and not a valid one, gets BADCOOKIE.</summary>
    private static string KnotCookies(string secret) => $"""
        mod-cookies:
          - id: shared
            secret: 0x{secret}
            badcookie-slip: 1
        template:
          - id: default
            global-module: mod-cookies/shared

        """;

    /// <summary>The same, in BIND's words.</summary>
    private static string NamedCookies(string secret) => $"""
        dnssec-validation no;
          answer-cookie yes;
          cookie-algorithm siphash24;
          cookie-secret "{secret}";
          require-server-cookie yes;
        """;
}
