using System.Buffers;
using System.IO.Pipelines;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Transport.Tests;

/// <summary>What a hostile message costs a stream, from its first octet to the end of the connection.</summary>
public sealed class StreamAllocationTests
{
    private const int Bound = 64 * 1024;

    public static TheoryData<string> Kinds() => new(HostileMessages.All.Keys);

    [Theory]
    [Trait("Row", "H16")]
    [Trait("Row", "Q08")]
    [Trait("Row", "E17")]
    [Trait("Row", "T08")]
    [MemberData(nameof(Kinds))]
    public void Hostile_message_costs_less_memory_than_it_has_octets(string kind)
    {
        var connection = new StreamConnection(Answerers.Real(), StreamOptions.Default, TimeProvider.System);
        byte[] framed = Queries.Framed(HostileMessages.All[kind]);

        // The first ones fill the pool of buffers, which all connections share.
        long[] costs = [.. Enumerable.Range(0, 20).Select(_ => Measure(connection, framed))];

        Assert.InRange(costs[^1], 0, Bound - 1);
        Assert.InRange(costs[10..].Max(), 0, Bound - 1);
    }

    [Fact]
    public void Further_messages_on_a_stream_cost_nothing_that_grows_with_their_length()
    {
        var connection = new StreamConnection(Answerers.Real(), StreamOptions.Default, TimeProvider.System);
        byte[] message = HostileMessages.All["options, 16,000 of them"];
        byte[] one = Queries.Framed(message);
        byte[] many = Queries.Framed(Enumerable.Repeat(message, 50));
        long costOfOne = Enumerable.Range(0, 20).Select(_ => Measure(connection, one)).Min();

        long costOfMany = Enumerable.Range(0, 20).Select(_ => Measure(connection, many)).Min();

        Assert.InRange((costOfMany - costOfOne) / 49, 0, 512);
    }

    /// <summary>The octets of memory that one connection allocates, all of it on this thread.</summary>
    private static long Measure(StreamConnection connection, byte[] framed)
    {
        var options = new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0,
            useSynchronizationContext: false);
        var toServer = new Pipe(options);
        var toClient = new Pipe(options);
        toServer.Writer.Write(framed);
        toServer.Writer.Complete();
        using StreamTicket ticket = Tickets.Free();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Task<StreamEnding> run = connection.RunAsync(
            new ServerEnd(toServer.Reader, toClient.Writer), StreamPeer.Over(DnsTransport.Tcp, null), ticket,
            CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(run.IsCompletedSuccessfully, "it has gone on elsewhere, unmeasured");
        return allocated;
    }

    private sealed record ServerEnd(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
