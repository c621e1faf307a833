using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Tests.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>What a server writes down about the people who use it and the resolvers that ask it.</summary>
public sealed class PrivacyTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RunningServer _server = null!;
    private TestAccount _account = null!;
    private string _txt = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartInAsync(_folder);
        _account = await _server.RegisterAsync();
        _txt = Digests.Next();
        await _server.UpdateAsync(_account, _txt);
        await _server.SendAsync(
            HttpMethod.Put, $"/v1/subdomains/{_account.Subdomain}/values/{_txt}", null, _account.Headers);
        await AskFromAsync("127.0.0.7");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Log_tells_route_status_and_client_and_neither_value_name_nor_resolver()
    {
        string[] told =
        [
            .. _server.Log.Lines.Where(line => !line.StartsWith(nameof(LogLevel.Trace), StringComparison.Ordinal)
                && !line.StartsWith(nameof(LogLevel.Debug), StringComparison.Ordinal)),
        ];

        Assert.Contains(told, line => line.Contains("POST register 201 from 127.0.0.1", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("POST update 200 from 127.0.0.1", StringComparison.Ordinal));
        string[] secrets = [_txt, _account.Subdomain, _account.Username, _account.Password, "127.0.0.7"];
        Assert.All(secrets, word => Assert.DoesNotContain(word, string.Join('\n', told), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Disk_never_learns_which_resolver_asked()
    {
        await AuditTrail.WaitForAsync(_folder, AuditAction.ValuePublished);

        await _server.DisposeAsync();

        string stored = string.Concat(Directory
            .GetFiles(_folder.Root, "*", SearchOption.AllDirectories)
            .Select(file => File.ReadAllText(file, Encoding.Latin1)));
        Assert.Contains(_account.Subdomain, stored, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.7", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("\u007f\u0000\u0000\u0007", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_names_account_and_client_and_no_value()
    {
        await AuditTrail.WaitForAsync(_folder, AuditAction.ValuePublished);

        string audit = AuditTrail.Text(_folder);

        Assert.Contains(_account.Username, audit, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(_txt, audit, StringComparison.Ordinal);
        Assert.DoesNotContain(_account.Password, audit, StringComparison.Ordinal);
    }

    private async Task AskFromAsync(string resolver)
    {
        await using var path = new DatagramPath("UDP4", _server.Udp, IPAddress.Parse(resolver));
        byte[] reply = await path.AskAsync(APacket.Asking(_account.Fulldomain + ".", "TXT").ToOctets());
        Assert.Single(DnsReply.Parse(reply).Answer);
    }
}
