using System.Buffers;
using System.IO.Pipelines;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Transport.Tests;

/// <summary>The client's end of a DNS stream in memory; the server runs at the other end.</summary>
internal sealed class StreamClient : IDuplexPipe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // The server's end runs inside the client's calls, so that it waits again by the time that they return.
    private readonly Pipe _toServer = new(
        new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly Pipe _toClient = new();

    private StreamClient(StreamConnection connection, StreamTicket ticket, CancellationToken stop) =>
        Ending = connection.RunAsync(new ServerEnd(this), StreamPeer.Over(DnsTransport.Tcp, null), ticket, stop);

    public PipeReader Input => _toClient.Reader;

    public PipeWriter Output => _toServer.Writer;

    /// <summary>Ends when the server's end does.</summary>
    internal Task<StreamEnding> Ending { get; }

    internal static StreamClient Connect(StreamConnection connection, CancellationToken stop) =>
        new(connection, Tickets.Free(), stop);

    internal static StreamClient Connect(StreamConnection connection, StreamTicket ticket) =>
        new(connection, ticket, CancellationToken.None);

    internal Task<StreamEnding> EndAsync() => Ending.WaitAsync(Patience);

    internal async Task SendAsync(byte[] octets) => await Output.WriteAsync(octets);

    /// <summary>Takes the next reply; <see langword="null"/> when the server has closed its side.</summary>
    internal async Task<byte[]?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            ReadResult read = await Input.ReadAsync(patience.Token);
            if (TryTake(read.Buffer, out byte[]? message, out SequencePosition consumed))
            {
                Input.AdvanceTo(consumed);
                return message;
            }

            Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    /// <summary>Lets time pass until the server ends the stream.</summary>
    internal async Task<StreamEnding> AdvanceUntilEndAsync(FakeClock clock)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Ending.IsCompleted && !patience.IsCancellationRequested)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await EndAsync();
    }

    private static bool TryTake(ReadOnlySequence<byte> buffer, out byte[]? message, out SequencePosition consumed)
    {
        var reader = new SequenceReader<byte>(buffer);
        bool isWhole = reader.TryReadBigEndian(out short prefix) & reader.TryReadExact((ushort)prefix, out var octets);
        message = isWhole ? octets.ToArray() : null;
        consumed = reader.Position;
        return isWhole;
    }

    private sealed class ServerEnd(StreamClient client) : IDuplexPipe
    {
        public PipeReader Input => client._toServer.Reader;

        public PipeWriter Output => client._toClient.Writer;
    }
}
