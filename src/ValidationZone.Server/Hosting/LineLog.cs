using System.Buffers;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace ValidationZone.Server.Hosting;

/// <summary>Writes log lines on a thread of its own, many at a time.</summary>
/// <remarks>
/// Whoever logs never waits. When nobody takes what is written, a full pipe or a hanging disk, lines are dropped and
/// counted; a request must not wait for its own line in the log. Safe for any number of threads.
/// </remarks>
internal sealed class LineLog : ILoggerProvider
{
    /// <summary>How many lines wait at most: some megabytes, and more than come in a pause at full load.</summary>
    internal const int QueueCapacity = 16_384;

    private const int BlockLength = 64 * 1024;

    // Lines of a hundredth of a second share one system call. One call each costs more than all the rest of the line.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    private readonly ManualResetEventSlim _stopping = new();
    private readonly Stream _output;
    private readonly TimeProvider _clock;
    private readonly Thread _writer;
    private long _dropped;

    /// <summary>Starts the thread.</summary>
    /// <param name="output">Where lines go; only ever used by that thread.</param>
    /// <param name="clock">The time that lines begin with.</param>
    internal LineLog(Stream output, TimeProvider clock)
    {
        _output = output;
        _clock = clock;
        _writer = new Thread(Run) { Name = "log writer", IsBackground = true };
        _writer.Start();
    }

    /// <summary>How long the end waits for what is queued.</summary>
    internal TimeSpan LastWords { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, this);

    /// <summary>Writes what is queued. A reader that takes nothing is not waited for: the process has to end.</summary>
    public void Dispose()
    {
        // In this order: the thread must find the end of the queue when it stops pausing.
        _lines.Writer.TryComplete();
        _stopping.Set();
        if (_writer.Join(LastWords))
            _stopping.Dispose();
    }

    /// <summary>Queues a message with the time in front; one line, whatever it holds.</summary>
    internal void Add(string level, string category, int number, string message)
    {
        // Logs of several machines, and those of the CA, can be laid side by side: UTC, in a form that sorts.
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{_clock.GetUtcNow().UtcDateTime:s}Z {level}: {category}[{number}] {message.ReplaceLineEndings(" ")}\n");
        if (!_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _dropped);
    }

    private void Run()
    {
        var block = new ArrayBufferWriter<byte>(BlockLength);
        while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            _stopping.Wait(Pause);
            while (block.WrittenCount < BlockLength && _lines.Reader.TryRead(out string? line))
                Encoding.UTF8.GetBytes(line, block);

            AddDropped(block);
            Write(block.WrittenSpan);
            block.ResetWrittenCount();
        }
    }

    private void AddDropped(ArrayBufferWriter<byte> block)
    {
        long dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
            Encoding.UTF8.GetBytes($"{dropped} messages were dropped: nobody took them in time\n", block);
    }

    private void Write(ReadOnlySpan<byte> block)
    {
        try
        {
            _output.Write(block);
        }
        catch (IOException)
        {
            // There is no other place to say so. A disk that was full may have room for the next block.
        }
        catch (UnauthorizedAccessException)
        {
            // Closed by whoever started the process.
        }
    }
}
