using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Delegation.Asking;

/// <summary>One question and its reply as datagrams.</summary>
internal static class UdpExchange
{
    // More than was announced: a server that disregards that has still said what it has said.
    private const int BufferLength = 4096;

    // Each is a guess at our identifier by somebody else; the right one is not waited for among thousands.
    private const int MostStrays = 100;

    /// <summary>Sends the question and waits for its reply; other messages from that address are passed over.</summary>
    /// <returns>The reply; empty when too many came that are none.</returns>
    internal static async Task<ReadOnlyMemory<byte>> RunAsync(
        IPEndPoint server, QuestionMessage question, CancellationToken cancellationToken)
    {
        // A socket of its own for each question, so a port of the kernel's choice (RFC 5452 §9.2); connected, so that
        // the kernel lets nothing through but what comes from the server's address.
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(question.Octets, cancellationToken).ConfigureAwait(false);
        // Sent once: tries are counted by the caller, who alone knows what is left of the budget.
        var buffer = new byte[BufferLength];
        for (int strays = 0; strays < MostStrays; strays++)
        {
            int length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (question.IsAnsweredBy(buffer.AsSpan(0, length)))
                return buffer.AsMemory(0, length);
        }

        return ReadOnlyMemory<byte>.Empty;
    }
}
