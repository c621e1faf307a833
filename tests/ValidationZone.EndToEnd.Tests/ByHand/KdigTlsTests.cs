using System.Text.RegularExpressions;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.ByHand;

/// <summary>DNS over TLS as an independent client sees it, with a certificate laid out as certbot does.</summary>
public sealed class KdigTlsTests : IAsyncLifetime
{
    private const string Name = "ns1." + ServerProcess.Zone;

    private readonly TempFolder _folder = new();
    private readonly PrivateAuthority _authority = new();
    private ServerProcess _server = null!;
    private string _port = "";

    public async ValueTask InitializeAsync()
    {
        _folder.Write("root.pem", _authority.Root.ExportCertificatePem());
        Directory.CreateDirectory(_folder.Combine("live"));
        LinkTo("first", _authority.Issue(Name));
        string config = _folder.Write("config.json", Configuration());
        _server = await ServerProcess.StartAsync(_folder.Combine("data", "validationzone.db"), "--config", config);
        // As a person finds it: on the start screen.
        await Eventually.HoldsAsync("the start screen names the port", () =>
            (_port = Regex.Match(_server.Output, @"DNS over TLS  127\.0\.0\.1:(\d+)").Groups[1].Value).Length > 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [Trait("Row", "T16")]
    [Trait("Over", "DOT4")]
    [Trait("Row", "E18")]
    [InlineData("+tls")]
    [InlineData("+tls", "+tls-sni=wrong.example")]
    [InlineData("+tls", "+tls-sni=" + Name)]
    public async Task Client_that_does_not_check_is_answered_and_padded(params string[] options)
    {
        FinishedProcess kdig = await AskAsync(options);

        Assert.Contains("status: NOERROR", kdig.MustSucceed(), StringComparison.Ordinal);
        Assert.Contains(";; Received 468 B", kdig.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", kdig.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "T16")]
    [Trait("Over", "DOT4")]
    public async Task Client_that_checks_the_chain_and_the_name_is_answered()
    {
        FinishedProcess right = await AskStrictlyAsync(Name);
        FinishedProcess wrong = await AskStrictlyAsync("wrong.example");

        Assert.Contains("status: NOERROR", right.MustSucceed(), StringComparison.Ordinal);
        Assert.DoesNotContain("status: NOERROR", wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewed_certificate_is_used_without_a_restart()
    {
        LinkTo("second", _authority.Issue("renewed.example"));

        await Eventually.HoldsAsync("the renewed certificate is shown", async () =>
        {
            FinishedProcess kdig = await AskStrictlyAsync("renewed.example");
            return kdig.Output.Contains("status: NOERROR", StringComparison.Ordinal);
        });
    }

    private Task<FinishedProcess> AskStrictlyAsync(string name) =>
        AskAsync("+tls", $"+tls-ca={_folder.Combine("root.pem")}", $"+tls-hostname={name}");

    private Task<FinishedProcess> AskAsync(params string[] options)
    {
        Tools.Require("kdig");
        return ChildProcess.RunAsync(
            Tools.PathOf("kdig"),
            ["@127.0.0.1", "-p", _port, ServerProcess.Zone, "SOA", "+time=20", "+retry=0", .. options]);
    }

    private void LinkTo(string version, PemCertificate certificate)
    {
        certificate.WriteTo(Directory.CreateDirectory(_folder.Combine("archive", version)).FullName);
        foreach (string file in (string[])["fullchain.pem", "privkey.pem"])
        {
            string next = _folder.Combine("live", "next");
            File.CreateSymbolicLink(next, Path.Combine("..", "archive", version, file));
            File.Move(next, _folder.Combine("live", file), overwrite: true);
        }
    }

    private string Configuration() =>
        $$"""
        {
          "Dns": {
            "Tls": {
              "Listen": [ "127.0.0.1:0" ],
              "Certificate": "{{_folder.Combine("live", "fullchain.pem")}}",
              "Key": "{{_folder.Combine("live", "privkey.pem")}}"
            }
          }
        }
        """;
}
