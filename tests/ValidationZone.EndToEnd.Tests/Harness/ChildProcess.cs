using System.Diagnostics;
using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A program started by a test, with everything it prints kept, and ended by its own process id.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _outputLock = new();

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Standard output and standard error so far, in the order they arrived.</summary>
    public string Output
    {
        get
        {
            lock (_outputLock)
                return _output.ToString();
        }
    }

    public static ChildProcess Start(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        string? workingFolder = null)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? Path.GetTempPath(),
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        SetEnvironment(start, environment);

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.Start();
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until a service that was started is ready; ends it when it is not within the bound.</summary>
    public async Task BecomesReadyAsync(Func<Task<bool>> isReady)
    {
        try
        {
            await Eventually.HoldsAsync($"{_process.StartInfo.FileName} is ready", () =>
            {
                Assert.False(HasExited, $"{_process.StartInfo.FileName} ended at its start. It printed:\n{Output}");
                return isReady();
            });
        }
        catch
        {
            await EndAsync();
            throw;
        }
    }

    public Task BecomesReadyAsync(Func<bool> isReady) => BecomesReadyAsync(() => Task.FromResult(isReady()));

    /// <summary>Runs a program to its end; a program that does not end within the bound fails the test.</summary>
    public static async Task<FinishedProcess> RunAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? bound = null)
    {
        await using ChildProcess child = Start(file, arguments, environment);
        int exitCode = await child.WaitForExitAsync(bound ?? TimeSpan.FromMinutes(3));
        // What servers print is kept and searched; a command that ends prints keys and tokens on purpose.
        SecretLedger.IssueAll(child.Output);
        return new FinishedProcess(exitCode, child.Output);
    }

    public void Signal(int signal)
    {
        if (!_process.HasExited)
            _ = LinuxCalls.Kill(_process.Id, signal);
    }

    public async Task<int> WaitForExitAsync(TimeSpan bound)
    {
        using var timeout = new CancellationTokenSource(bound);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_process.StartInfo.FileName} did not end within {bound}. It printed:\n{Output}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    private async Task EndAsync()
    {
        if (_process.HasExited)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    private static void SetEnvironment(ProcessStartInfo start, IReadOnlyDictionary<string, string>? environment)
    {
        // The settings of whoever runs the tests must not reach the program under test.
        foreach (string name in start.Environment.Keys.Where(IsOurs).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
    }

    private static bool IsOurs(string variable) => variable.StartsWith("VALIDATIONZONE_", StringComparison.Ordinal);

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_outputLock)
            _output.Append(line).Append('\n');
    }
}
