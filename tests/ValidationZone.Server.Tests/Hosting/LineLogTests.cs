using System.Text;
using Microsoft.Extensions.Logging;
using ValidationZone.Server.Hosting;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class LineLogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Line_has_time_level_category_number_and_text()
    {
        using var output = new MemoryStream();

        Write(output, log => log.LogWarning(new EventId(7), "listening on {Port}", 53));

        Assert.Equal("2026-03-01T12:00:00Z warn: Zone[7] listening on 53\n", Text(output));
    }

    [Fact]
    public void Nothing_that_is_logged_can_begin_a_line_of_its_own()
    {
        using var output = new MemoryStream();

        Write(output, log => log.LogError(new IOException("a\nb"), "c\r\nd"));

        Assert.Matches("^2026[^\n]* fail: Zone\\[0\\] c d [^\n]*a b[^\n]*\n$", Text(output));
    }

    [Fact]
    public void All_that_was_logged_is_written_in_its_order_before_the_end()
    {
        using var output = new MemoryStream();

        using (var log = new LineLog(output, new FakeClock()) { LastWords = Patience })
        {
            for (int i = 0; i < 5000; i++)
                log.Add("info", "test", 1, $"message {i};");
        }

        string[] lines = Text(output).Split('\n');
        Assert.Equal(5001, lines.Length);
        Assert.EndsWith("message 4999;", lines[4999], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_hangs_holds_up_neither_who_logs_nor_the_end()
    {
        using var hanging = new HangingStream();

        var logging = Task.Factory.StartNew(
            () =>
            {
                using var lines = new LineLog(hanging, new FakeClock());
                ILogger log = lines.CreateLogger("Zone");
                for (int i = 0; i < 3 * LineLog.QueueCapacity; i++)
                    log.LogInformation("message");
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        await logging.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, hanging.Taken.Length);
    }

    [Fact]
    public async Task Dropped_lines_are_counted()
    {
        using var hanging = new HangingStream();
        using var lines = new LineLog(hanging, new FakeClock()) { LastWords = Patience };
        ILogger log = lines.CreateLogger("Zone");
        log.LogInformation("first");
        await hanging.Begun.WaitAsync(Patience, TestContext.Current.CancellationToken);

        for (int i = 0; i < LineLog.QueueCapacity + 3; i++)
            log.LogInformation("message");

        hanging.GoOn();
        lines.Dispose();
        Assert.Contains("3 messages were dropped", Text(hanging.Taken), StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_fails_once_is_tried_again()
    {
        using var output = new FailingOnceStream();
        using var lines = new LineLog(output, new FakeClock()) { LastWords = Patience };
        ILogger log = lines.CreateLogger("Zone");

        log.LogInformation("lost");
        Assert.True(SpinWait.SpinUntil(() => output.HasFailed, Patience));
        log.LogInformation("kept");
        lines.Dispose();

        Assert.EndsWith("kept\n", Text(output), StringComparison.Ordinal);
    }

    private static void Write(Stream output, Action<ILogger> log)
    {
        using var lines = new LineLog(output, new FakeClock()) { LastWords = Patience };
        log(lines.CreateLogger("Zone"));
    }

    private static string Text(MemoryStream output) => Encoding.UTF8.GetString(output.ToArray());

    private sealed class FailingOnceStream : MemoryStream
    {
        private volatile bool _hasFailed;

        public bool HasFailed => _hasFailed;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_hasFailed)
            {
                base.Write(buffer);
                return;
            }

            _hasFailed = true;
            throw new IOException("no space left");
        }
    }

    private sealed class HangingStream : MemoryStream
    {
        private readonly ManualResetEventSlim _goOn = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public MemoryStream Taken { get; } = new();

        public void GoOn() => _goOn.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _begun.TrySetResult();
            _goOn.Wait();
            Taken.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            _goOn.Set();
            base.Dispose(disposing);
        }
    }
}
