using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>The built executable as a process of its own.</summary>
public sealed partial class ServerProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProgram(ProcessStartInfo start, string readyMark)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data, readyMark);
        _process.ErrorDataReceived += (_, line) => Take(_error, line.Data, readyMark);
    }

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "validationzone");

    public int DnsPort { get; private init; }

    public int ApiPort { get; private init; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => Snapshot(_output);

    /// <summary>Runs a command to its end.</summary>
    public static Task<ProgramResult> RunAsync(TempFolder folder, params string[] arguments) =>
        RunAsync(folder, [], arguments);

    public static async Task<ProgramResult> RunAsync(
        TempFolder folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        await using var program = new ServerProgram(Start(Path, folder, environment, arguments), readyMark: "\0");
        program.Begin();
        return await program.WaitForExitAsync();
    }

    /// <summary>Starts a command and does not wait for it.</summary>
    public static ServerProgram Begin(TempFolder folder, params string[] arguments)
    {
        var program = new ServerProgram(Start(Path, folder, [], arguments), readyMark: "\0");
        program.Begin();
        return program;
    }

    /// <summary>Runs a script in a shell.</summary>
    public static async Task<ProgramResult> RunShellAsync(TempFolder folder, string shell, string script)
    {
        await using var program = new ServerProgram(Start(shell, folder, [], ["-c", script]), readyMark: "\0");
        program.Begin();
        return await program.WaitForExitAsync();
    }

    /// <summary>Starts a server on free ports with its store in the folder, and waits for the start screen.</summary>
    public static async Task<ServerProgram> ServeAsync(TempFolder folder, params string[] more)
    {
        int dns = FreePort.Next();
        int api = FreePort.Next();
        string[] database = more.Contains("--database") ? [] : ["--database", "sqlite:" + folder.File("test.db")];
        string[] arguments =
            ["serve", "--dns", $"127.0.0.1:{dns}", "--api", $"http://127.0.0.1:{api}", .. database, .. more];
        var program = new ServerProgram(Start(Path, folder, [], arguments), readyMark: "dig @")
        {
            DnsPort = dns,
            ApiPort = api,
        };
        program.Begin();
        Task first = await Task.WhenAny(program._ready.Task, program._process.WaitForExitAsync(), Task.Delay(Patience));
        Assert.True(first == program._ready.Task, program.Output + Snapshot(program._error));
        return program;
    }

    /// <summary>Asks the process to stop and waits until it has.</summary>
    public async Task<ProgramResult> StopAsync(string signal = "TERM")
    {
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {_process.Id}"]);
        await kill.WaitForExitAsync();
        return await WaitForExitAsync();
    }

    /// <summary>Waits until the process has printed a word.</summary>
    public async Task WaitForOutputAsync(string word)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!Output.Contains(word, StringComparison.Ordinal))
            await tick.WaitForNextTickAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Start(
        string file, TempFolder folder, (string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;

        return start;
    }

    private void Begin()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task<ProgramResult> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        // A server has nothing secret to say at all; a command prints keys and tokens on purpose, and only there.
        bool isServer = _process.StartInfo.ArgumentList.Contains("serve");
        SecretLedger.KeepLog(Snapshot(_error) + (isServer ? Output : ""));
        if (!isServer)
            SecretLedger.IssueAll(Output);

        return new ProgramResult(_process.ExitCode, Output, Snapshot(_error));
    }

    private void Take(StringBuilder text, string? line, string readyMark)
    {
        if (line is null)
            return;

        lock (text)
            text.Append(line).Append('\n');

        if (line.Contains(readyMark, StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    private static string Snapshot(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    [GeneratedRegex("^account=.*$|^curl .*$|^dig .*$", RegexOptions.Multiline)]
    private static partial Regex TrialLine();

    /// <summary>The lines that the start screen offers.</summary>
    public string TrialLines => string.Join('\n', TrialLine().Matches(Output).Select(match => match.Value));
}
