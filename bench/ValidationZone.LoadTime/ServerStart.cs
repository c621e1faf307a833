using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ValidationZone.Wire;

namespace ValidationZone.LoadTime;

/// <summary>One start of the real server on a filled database, seen from outside.</summary>
internal sealed partial class ServerStart : IDisposable
{
    private const string Apex = "auth.example.org";
    private const int ExpectedValues = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    // Who waits must not go on where the line was read: ending the process there would wait for the reading to end.
    private readonly TaskCompletionSource<int> _loadMilliseconds =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly int _port = FreePort();
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();

    private ServerStart(string server, string database)
    {
        string[] arguments =
        [
            "serve", "--zone", Apex, "--dns", $"127.0.0.1:{_port}", "--api", $"http://127.0.0.1:{FreePort()}",
            "--database", $"sqlite:{database}",
        ];
        var start = new ProcessStartInfo(server, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException("the server did not start");
        _process.ErrorDataReceived += (_, line) => NoteLoad(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Starts the server, waits for a right answer about the last name, and stops it.</summary>
    /// <returns>One row of the table.</returns>
    internal static async Task<string> MeasureAsync(string server, string database, int names)
    {
        using var start = new ServerStart(server, database);
        long firstAnswer = start.WaitForAnswer(FilledStore.Name(names));
        int load = await start._loadMilliseconds.Task.WaitAsync(Patience);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {names} | {new FileInfo(database).Length} | {load} | {firstAnswer} | {start._process.TotalProcessorTime.TotalMilliseconds:F0} | {start.Memory("VmRSS"):F0} | {start.Memory("VmHWM"):F0} |");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static byte[] Question(string name)
    {
        ReadOnlySpan<byte> qname = DomainName.Parse($"{name}.{Apex}").Wire;
        var packet = new byte[MessageHeader.LengthInOctets + qname.Length + 4];
        new MessageHeader { Id = 0x1234, QuestionCount = 1 }.Write(packet);
        qname.CopyTo(packet.AsSpan(MessageHeader.LengthInOctets));
        packet[^3] = (byte)RecordType.Txt;
        packet[^1] = (byte)RecordClass.Internet;
        return packet;
    }

    private long WaitForAnswer(string name)
    {
        byte[] question = Question(name);
        var reply = new byte[512];
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        // One socket for all questions: many would one day get the server's own port, and hear themselves.
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Connect(IPAddress.Loopback, _port);
        while (_sinceStart.Elapsed < Patience && !_process.HasExited)
        {
            if (!TryAsk(socket, question, reply))
                continue;

            // NOERROR with both values: anything less is not what a start promises.
            return (reply[3] & 0xF) == 0 && reply[7] == ExpectedValues
                ? _sinceStart.ElapsedMilliseconds
                : throw new InvalidOperationException("the first answer is wrong: " + Convert.ToHexString(reply.AsSpan(0, 12)));
        }

        throw new InvalidOperationException("the server did not answer");
    }

    private static bool TryAsk(Socket socket, byte[] question, byte[] reply)
    {
        try
        {
            socket.Send(question);
            return socket.Poll(TimeSpan.FromMilliseconds(10), SelectMode.SelectRead) && socket.Receive(reply) > 0;
        }
        catch (SocketException)
        {
            // Nobody listens yet; the server's own start needs the processor more than this loop does.
            Thread.Sleep(2);
            return false;
        }
    }

    private void NoteLoad(string? line)
    {
        if (line is not null && LoadedLine().Match(line) is { Success: true } match)
            _loadMilliseconds.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>A line of the process's status in millions of bytes.</summary>
    private double Memory(string name)
    {
        string line = File.ReadLines($"/proc/{_process.Id}/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        string kibibytes = line.Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return int.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024.0 / 1e6;
    }

    [GeneratedRegex("loaded .* in ([0-9]+) ms")]
    private static partial Regex LoadedLine();
}
