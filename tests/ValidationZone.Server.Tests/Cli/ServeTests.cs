using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class ServeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_stops_it_with_0_within_a_few_seconds(string signal)
    {
        TimeSpan bound = TimeSpan.FromSeconds(5);

        TimeSpan least = await LeastTime.OfAsync(bound, async () =>
        {
            await using ServerProgram program = await ServerProgram.ServeAsync(_folder);
            long started = TimeProvider.System.GetTimestamp();
            ProgramResult result = await program.StopAsync(signal);
            TimeSpan taken = TimeProvider.System.GetElapsedTime(started);
            Assert.Equal(0, result.ExitCode);
            Assert.EndsWith("stopped\n", result.Output, StringComparison.Ordinal);
            return taken;
        });

        Assert.InRange(least, TimeSpan.Zero, bound);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("dash")]
    public async Task Lines_of_the_start_screen_work_as_they_are_pasted(string shell)
    {
        await using ServerProgram program = await ServerProgram.ServeAsync(_folder);

        ProgramResult result = await ServerProgram.RunShellAsync(_folder, shell, program.TrialLines);

        Assert.Equal(3, program.TrialLines.Split('\n').Length);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(
            """{"txt": "this-is-only-a-trial-value-of-43-characters"}""", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\"this-is-only-a-trial-value-of-43-characters\"\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("closed")]
    public async Task Lines_of_the_start_screen_work_with_gates_too(string registration)
    {
        await using ServerProgram program = await ServerProgram.ServeAsync(
            _folder, "--registration", registration, "--zone", "Z.Example");

        ProgramResult result = await ServerProgram.RunShellAsync(_folder, "dash", WithPatience(program.TrialLines));

        Assert.EndsWith("\"this-is-only-a-trial-value-of-43-characters\"\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_and_values_never_reach_what_the_process_prints()
    {
        await using ServerProgram program = await ServerProgram.ServeAsync(_folder);
        ProgramResult shell = await ServerProgram.RunShellAsync(_folder, "dash", program.TrialLines);
        TestAccount account = TestAccount.Read(shell.Output.Split('\n')[0]);

        ProgramResult result = await program.StopAsync();

        string printed = result.AllText.Replace(program.TrialLines, "", StringComparison.Ordinal);
        Assert.Contains("POST update 200 from 127.0.0.1", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Password, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("this-is-only-a-trial-value", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_vanishes_when_its_lifetime_is_over()
    {
        var clock = new FakeClock();
        await using RunningServer server = await RunningServer.StartInAsync(_folder, clock, ("Values:Lifetime", "1s"));
        TestAccount account = await server.RegisterAsync();
        await server.UpdateAsync(account, Digests.Next());
        Assert.Single((await server.AskAsync(account.Fulldomain)).Texts);

        await clock.AdvanceUntilAsync(Eventually.HoldsAsync(
            async () => (await server.AskAsync(account.Fulldomain)).Texts.Count == 0));

        Assert.Equal(0, (await server.AskAsync(account.Fulldomain)).Rcode);
    }

    [Fact]
    public async Task Start_screen_says_what_is_served_and_where()
    {
        await using ServerProgram program = await ServerProgram.ServeAsync(_folder, "--zone", "acme.example.net");

        Assert.Contains("serves acme.example.net", program.Output, StringComparison.Ordinal);
        Assert.Contains($"DNS over UDP  127.0.0.1:{program.DnsPort}", program.Output, StringComparison.Ordinal);
        Assert.Contains($"DNS over TCP  127.0.0.1:{program.DnsPort}", program.Output, StringComparison.Ordinal);
        Assert.Contains($"HTTP API      http://127.0.0.1:{program.ApiPort}", program.Output, StringComparison.Ordinal);
        Assert.Contains("registration  open", program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">&-")]
    [InlineData(">/dev/full")]
    [InlineData("2>/dev/full")]
    [InlineData("2>&- >&-")]
    [InlineData("| true")]
    public async Task Output_that_nobody_takes_is_no_reason_not_to_serve(string redirection)
    {
        int api = FreePort.Next();
        string serve = $"'{ServerProgram.Path}' serve --dns 127.0.0.1:{FreePort.Next()} --database '{Database}'";
        string script = $$"""
            ( { sh -c 'echo $$ >pid; exec "$@"' x {{serve}} --api http://127.0.0.1:{{api}}
                echo $? >code; } {{redirection}} ) &
            for i in $(seq 600); do curl -sf http://127.0.0.1:{{api}}/health && break; sleep 0.05; done
            kill -TERM $(cat pid); wait; cat code
            """;

        ProgramResult result = await ServerProgram.RunShellAsync(_folder, "bash", script);

        Assert.EndsWith("0\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Udp_port_in_use_ends_with_1_and_is_named()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        int port = FreePort.Next();
        taken.Bind(new IPEndPoint(IPAddress.Loopback, port));

        ProgramResult result = await ServeAsync(port, FreePort.Next());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"cannot listen on UDP 127.0.0.1:{port}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tcp_port_in_use_ends_with_1_and_is_named()
    {
        int port = FreePort.Next();
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();

        ProgramResult result = await ServeAsync(port, FreePort.Next());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"cannot listen on TCP 127.0.0.1:{port}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_port_in_use_ends_with_1_and_is_named()
    {
        int port = FreePort.Next();
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();

        ProgramResult result = await ServeAsync(FreePort.Next(), port);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"cannot listen on TCP 127.0.0.1:{port}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_of_another_machine_ends_with_1_and_is_named()
    {
        ProgramResult result = await ServerProgram.RunAsync(
            _folder,
            "serve", "--dns", $"127.0.0.1:{FreePort.Next()}", "--api", "http://192.0.2.1:8080", "--database", Database);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cannot listen on TCP 192.0.2.1:8080", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "N05")]
    public async Task Store_that_cannot_be_opened_ends_with_1_and_is_named()
    {
        await File.WriteAllTextAsync(
            _folder.File("test.db"), new string('x', 8192), TestContext.Current.CancellationToken);

        ProgramResult result = await ServeAsync(FreePort.Next(), FreePort.Next());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"cannot open the store {_folder.File("test.db")}", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Folder_of_the_database_and_the_pepper_are_for_the_owner_only()
    {
        string database = _folder.File("data/validationzone.db");
        await using ServerProgram program = await ServerProgram.ServeAsync(_folder, "--database", "sqlite:" + database);

        UnixFileMode folder = File.GetUnixFileMode(Path.GetDirectoryName(database)!);
        UnixFileMode pepper = File.GetUnixFileMode(database + ".pepper");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, pepper);
    }

    [Fact]
    [Trait("Row", "N09")]
    [Trait("Over", "UDP4")]
    public async Task Values_and_the_serial_outlive_a_restart()
    {
        TestAccount account;
        uint serial;
        string digest = Digests.Next();
        await using (RunningServer first = await RunningServer.StartInAsync(_folder))
        {
            account = await first.RegisterAsync();
            for (int i = 0; i < 5; i++)
                await first.UpdateAsync(account, Digests.Next());
            await first.UpdateAsync(account, digest);
            serial = await first.AskSerialAsync();
        }

        await using RunningServer second = await RunningServer.StartInAsync(_folder);

        Assert.Contains(digest, (await second.AskAsync(account.Fulldomain)).Texts);
        Assert.InRange(await second.AskSerialAsync() - serial, 1u, (uint)int.MaxValue);
    }

    public void Dispose() => _folder.Dispose();

    private string Database => "sqlite:" + _folder.File("test.db");

    private Task<ProgramResult> ServeAsync(int dns, int api) => ServerProgram.RunAsync(
        _folder, "serve", "--dns", $"127.0.0.1:{dns}", "--api", $"http://127.0.0.1:{api}", "--database", Database);

    // An account made beside the server is known to it a moment later; a person is slower than that, a script is not.
    private static string WithPatience(string lines)
    {
        string[] line = lines.Split('\n');
        string retry = $"case \"$({line[1]})\" in *txt*) break;; *) sleep 0.3;; esac";
        return $"{line[0]}\nfor i in $(seq 200); do {retry}; done\n{line[2]}";
    }
}
