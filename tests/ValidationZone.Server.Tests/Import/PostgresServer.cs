using System.Diagnostics;
using Npgsql;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Import;

/// <summary>A PostgreSQL server for one test: its own cluster in a folder of its own, on loopback.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int NobodyId = 65534;

    private readonly TempFolder _folder;
    private readonly Process _process;

    private PostgresServer(TempFolder folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=acmedns;Database=postgres;Pooling=False";

    /// <summary>Starts one; where it is not installed, skips the test, or fails it with CI=true.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        string programs = FindPrograms() ?? "";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.True(programs.Length > 0, "PostgreSQL is not installed");

        Assert.SkipUnless(programs.Length > 0, "PostgreSQL is not installed");
        var folder = new TempFolder();
        string cluster = folder.File("cluster");

        // It refuses to run as root.
        if (Environment.IsPrivilegedProcess)
            await RunAsync(Process.Start("chown", [$"{NobodyId}:{NobodyId}", folder.Root]));

        await RunAsync(Start(
            $"{programs}/initdb", "-D", cluster, "-U", "acmedns", "-A", "trust", "-E", "UTF8", "--no-locale",
            "--no-sync"));
        int port = FreePort.Next();
        Process process = Start(
            $"{programs}/postgres", "-D", cluster, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "shared_buffers=8MB", "-c", "max_connections=8");
        var server = new PostgresServer(folder, process, port);
        await server.WaitAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Its parent takes the children with it; killed, it would leave them behind.
        using (Process quit = Process.Start("/bin/sh", ["-c", $"kill -INT {_process.Id}"]))
            await quit.WaitForExitAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
        _folder.Dispose();
    }

    private static string? FindPrograms() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateFiles("/usr/lib/postgresql", "initdb", SearchOption.AllDirectories)
                .Select(Path.GetDirectoryName)
                .Order(StringComparer.Ordinal)
                .LastOrDefault()
            : null;

    private static Process Start(string program, params string[] arguments)
    {
        // The program takes the place of the other: the process that is waited for is its own.
        string[] asNobody =
            ["--reuid", $"{NobodyId}", "--regid", $"{NobodyId}", "--clear-groups", "--", program, .. arguments];
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", asNobody)
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task RunAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, process.ExitCode);
        process.Dispose();
    }

    private async Task WaitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await CanConnectAsync())
            await tick.WaitForNextTickAsync(patience.Token);
    }

    private async Task<bool> CanConnectAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
