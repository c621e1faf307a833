using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Delegation.Asking;

/// <summary>One question and its reply over a connection of its own (RFC 7766 §8).</summary>
internal static class TcpExchange
{
    private const int PrefixLength = 2;

    /// <summary>Sends the question and reads one message.</summary>
    /// <param name="server">Address and port.</param>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Ends the connection too: no server can hold it open beyond that.</param>
    /// <returns>The message; empty when it is no reply to the question.</returns>
    internal static async Task<ReadOnlyMemory<byte>> RunAsync(
        IPEndPoint server, QuestionMessage question, CancellationToken cancellationToken)
    {
        // Not kept for the next question: after a truncated datagram there is rarely one for the same server.
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            // In one segment: some servers give up when the length comes alone (RFC 7766 §8).
            var framed = new byte[PrefixLength + question.Octets.Length];
            BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)question.Octets.Length);
            question.Octets.CopyTo(framed.AsMemory(PrefixLength));
            await stream.WriteAsync(framed, cancellationToken).ConfigureAwait(false);
            var prefix = new byte[PrefixLength];
            await stream.ReadExactlyAsync(prefix, cancellationToken).ConfigureAwait(false);
            // At most 64 KiB, which the prefix cannot exceed.
            var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
            await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
            return question.IsAnsweredBy(message) ? message : ReadOnlyMemory<byte>.Empty;
        }
    }
}
