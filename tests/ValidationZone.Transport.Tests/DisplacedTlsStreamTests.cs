using System.IO.Pipelines;
using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Transport.Tests;

/// <summary>What has to go while answers are on their way through a stream, as those over TLS are.</summary>
public sealed class DisplacedTlsStreamTests : IDuplexPipe, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeClock _clock = new();
    private readonly StreamAdmission _admission;
    private readonly Pipe _questions = new();
    private readonly HeldStream _held = new();

    public DisplacedTlsStreamTests()
    {
        _admission = new StreamAdmission(new StreamLimits(1, 1), _clock);
        Output = PipeWriter.Create(_held);
    }

    public PipeReader Input => _questions.Reader;

    public PipeWriter Output { get; }

    [Fact]
    [Trait("Row", "T11")]
    public async Task Client_that_reads_nothing_gives_its_place_up_after_a_moment()
    {
        Task<StreamEnding> ending = await AskAsync();

        Assert.NotNull(_admission.TryAdmit(IPAddress.Loopback));
        await _clock.PassAsync(StreamOptions.Default.DisplacedDrainTime, TestContext.Current.CancellationToken);

        Assert.Equal(StreamEnding.Unread, await ending.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Row", "T11")]
    public async Task Client_that_reads_in_time_has_its_answer_and_has_it_once()
    {
        Task<StreamEnding> ending = await AskAsync();

        Assert.NotNull(_admission.TryAdmit(IPAddress.Loopback));
        _held.LetGo();

        Assert.Equal(StreamEnding.Displaced, await ending.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(_held.Taken.Length, 2 + (_held.Taken[0] << 8) + _held.Taken[1]);
    }

    public void Dispose() => _held.Dispose();

    /// <summary>Begins a stream and waits until its first answer is being written.</summary>
    private async Task<Task<StreamEnding>> AskAsync()
    {
        // Before the stream begins, so that it never waits for a question: the only timer is then that of the answer,
        // and time does not pass for another one that is due by chance as soon.
        await _questions.Writer.WriteAsync(Queries.Framed(Queries.Ask(1)), TestContext.Current.CancellationToken);
        var connection = new StreamConnection(Answerers.Real(), StreamOptions.Default, _clock);
        StreamTicket ticket = _admission.TryAdmit(IPAddress.Loopback)!;
        Task<StreamEnding> ending =
            connection.RunAsync(this, StreamPeer.Over(DnsTransport.Tls, null), ticket, CancellationToken.None);
        await _held.Written.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return ending;
    }
}
