using System.Net;
using ValidationZone.Server.Api;
using ValidationZone.Transport;

namespace ValidationZone.Server;

/// <summary>Every message that the server logs, numbered. None takes a key, a token, a value or a raw path.</summary>
internal static partial class Log
{
    // 1000: the life of the process.

    /// <summary>The process begins.</summary>
    [LoggerMessage(1001, LogLevel.Information, "starting {Version} for zone {Zone}, store {Database}")]
    internal static partial void Starting(ILogger log, string version, string zone, string database);

    /// <summary>A long load goes on.</summary>
    [LoggerMessage(1002, LogLevel.Debug, "loading: {Subdomains} subdomains so far")]
    internal static partial void Loading(ILogger log, int subdomains);

    /// <summary>The table is complete.</summary>
    [LoggerMessage(
        1003,
        LogLevel.Information,
        "loaded {Subdomains} subdomains, {Credentials} credentials, {Values} live values in {Milliseconds:F0} ms")]
    internal static partial void Loaded(
        ILogger log, int subdomains, int credentials, int values, double milliseconds);

    /// <summary>An endpoint is open.</summary>
    [LoggerMessage(1004, LogLevel.Information, "listening on {Protocol} {Endpoint}")]
    internal static partial void Listening(ILogger log, string protocol, IPEndPoint endpoint);

    /// <summary>A UDP listener is open.</summary>
    [LoggerMessage(
        1009, LogLevel.Information, "listening on UDP {Endpoint}, {Engine} engine, {Threads} threads in all")]
    internal static partial void ListeningUdp(ILogger log, IPEndPoint endpoint, UdpEngine engine, int threads);

    /// <summary>The kernel gives less room for datagrams that wait than was asked for.</summary>
    [LoggerMessage(
        1010,
        LogLevel.Warning,
        "UDP sockets have buffers of {Granted} KiB and not {Wanted}: bursts are lost earlier; net.core.rmem_max sets it")]
    internal static partial void SmallReceiveBuffer(ILogger log, int granted, int wanted);

    /// <summary>The process ends.</summary>
    [LoggerMessage(1005, LogLevel.Information, "stopping")]
    internal static partial void Stopping(ILogger log);

    /// <summary>The process has ended its work.</summary>
    [LoggerMessage(1006, LogLevel.Information, "stopped after {Queries} DNS queries")]
    internal static partial void Stopped(ILogger log, long queries);

    /// <summary>A synthesised apex has a name server that nobody can reach.</summary>
    [LoggerMessage(
        1007,
        LogLevel.Warning,
        "ns1.{Zone} has no address: the listeners name none that the internet can reach; a zone file is needed")]
    internal static partial void NameServerWithoutAddress(ILogger log, string zone);

    /// <summary>What is printed for a person or a script reaches nobody.</summary>
    [LoggerMessage(1008, LogLevel.Warning, "cannot print to standard output: {Reason}")]
    internal static partial void NotPrinted(ILogger log, string reason);

    // 2000: requests.

    /// <summary>A request was answered.</summary>
    // By hand: this one comes thousands of times a second, and what is generated makes nine objects for each.
    internal static void RequestServed(ILogger log, in RequestLine line)
    {
        if (log.IsEnabled(LogLevel.Information))
            log.Log(LogLevel.Information, RequestLine.Event, line, exception: null, RequestLine.Formatter);
    }

    /// <summary>A bug of ours.</summary>
    [LoggerMessage(2002, LogLevel.Error, "fault while handling {Route}")]
    internal static partial void RequestFault(ILogger log, string route, Exception fault);

    /// <summary>A client closed its connection before it had its reply.</summary>
    [LoggerMessage(2003, LogLevel.Debug, "the client of {Route} left before the reply")]
    internal static partial void ClientLeft(ILogger log, string route);

    // 3000: the store.

    /// <summary>The store could not be read.</summary>
    [LoggerMessage(3001, LogLevel.Error, "{Route} refused, the store is unavailable: {Reason}")]
    internal static partial void StoreUnavailable(ILogger log, string route, string reason);

    /// <summary>The store has ceased to commit.</summary>
    [LoggerMessage(3002, LogLevel.Error, "the store takes no changes, they are refused until it does: {Reason}")]
    internal static partial void StoreFailing(ILogger log, string reason);

    /// <summary>The store commits again.</summary>
    [LoggerMessage(3003, LogLevel.Information, "the store takes changes again")]
    internal static partial void StoreRecovered(ILogger log);

    /// <summary>What other processes change does not arrive.</summary>
    [LoggerMessage(
        3004,
        LogLevel.Error,
        "the store cannot be read, what other processes change is not seen until it can: {Reason}")]
    internal static partial void StoreUnreadable(ILogger log, string reason);

    /// <summary>What other processes change arrives again.</summary>
    [LoggerMessage(3005, LogLevel.Information, "the store can be read again")]
    internal static partial void StoreReadable(ILogger log);

    /// <summary>Names of accounts are taken by the zone file.</summary>
    [LoggerMessage(
        3006,
        LogLevel.Error,
        "{Count} registered names are not served, {Subdomain} among them: the zone file has records there, or they are "
            + "too long")]
    internal static partial void NamesNotServed(ILogger log, int count, string subdomain);

    // 4000: DNS.

    /// <summary>Exceptions reached the loops that answer DNS questions.</summary>
    [LoggerMessage(
        4001, LogLevel.Error, "{Count} more faults while answering DNS, {Total} since the start; each is a bug")]
    internal static partial void DnsFaults(ILogger log, long count, long total);

    /// <summary>There were more connections for DNS than there may be.</summary>
    [LoggerMessage(
        4002,
        LogLevel.Warning,
        "too many DNS connections over TCP or TLS: {Displaced} ended to make room and {Refused} refused since the last "
            + "such line; Dns:Tcp:MaxConnections and Dns:Tcp:MaxConnectionsPerPrefix set the limits")]
    internal static partial void StreamsCrowded(ILogger log, long displaced, long refused);

    /// <summary>The TLS listener has a certificate.</summary>
    [LoggerMessage(
        4003, LogLevel.Information, "DNS over TLS uses the certificate {Certificate}, valid until {NotAfter:u}")]
    internal static partial void CertificateInUse(ILogger log, string certificate, DateTimeOffset notAfter);

    /// <summary>What the certificate's files hold now cannot be used.</summary>
    [LoggerMessage(
        4004,
        LogLevel.Warning,
        "DNS over TLS keeps its certificate, what is in {Path} and its key file now cannot be used: {Reason}")]
    internal static partial void CertificateRefused(ILogger log, string path, string reason);

    /// <summary>Clients that check the certificate will go away.</summary>
    [LoggerMessage(
        4005,
        LogLevel.Warning,
        "the certificate {Certificate} of DNS over TLS is valid from {NotBefore:u} to {NotAfter:u} only")]
    internal static partial void CertificateOutOfDate(
        ILogger log, string certificate, DateTimeOffset notBefore, DateTimeOffset notAfter);

    // 5000: what runs in the background.

    /// <summary>A loop that must never end has ended.</summary>
    [LoggerMessage(5001, LogLevel.Error, "{Loop} failed and starts again")]
    internal static partial void LoopFault(ILogger log, string loop, Exception fault);

    // 6000: the audit.

    /// <summary>Entries of the audit are lost, or wait.</summary>
    [LoggerMessage(
        6001,
        LogLevel.Warning,
        "the audit is not written: {Dropped} entries lost since the start, more wait: {Reason}")]
    internal static partial void AuditFailing(ILogger log, long dropped, string reason);

    /// <summary>The audit is written again.</summary>
    [LoggerMessage(6002, LogLevel.Information, "the audit is written again")]
    internal static partial void AuditRecovered(ILogger log);

    /// <summary>The process ends before everything was written.</summary>
    [LoggerMessage(6003, LogLevel.Warning, "{Lost} entries of the audit could not be written before the end: {Reason}")]
    internal static partial void AuditCutShort(ILogger log, long lost, string reason);

    // 6200: limits of the API.

    /// <summary>Requests were refused for being too many.</summary>
    // No addresses: in a flood they are many, and each request has its own line at the level for that.
    [LoggerMessage(6201, LogLevel.Warning, "{Count} requests refused, too many of {Kind}; {Setting} sets the limit")]
    internal static partial void RequestsLimited(ILogger log, long count, string kind, string setting);

    // 6600: the life of accounts.

    /// <summary>A subdomain was deleted because nobody used it.</summary>
    [LoggerMessage(
        6601,
        LogLevel.Information,
        "deleted {Subdomain} for good: it has published nothing for as long as Registration:ExpireUnusedAfter says")]
    internal static partial void SubdomainExpired(ILogger log, string subdomain);
}
