using System.Buffers;
using System.IO.Pipelines;

namespace ValidationZone.Server.Api;

/// <summary>Reads whole request bodies, which are small.</summary>
internal static class RequestBody
{
    /// <summary>The longest body in octets; the server itself refuses longer ones.</summary>
    internal const int MaxLengthInOctets = 4096;

    /// <summary>Waits until the whole body is there, and leaves it to be read.</summary>
    /// <returns>Whether it was not there at once.</returns>
    /// <exception cref="BadHttpRequestException">It is too long, too slow, or badly framed.</exception>
    internal static async ValueTask<bool> WaitAsync(HttpRequest request)
    {
        PipeReader reader = request.BodyReader;
        bool hasWaited = false;
        while (true)
        {
            ValueTask<ReadResult> reading = reader.ReadAsync(request.HttpContext.RequestAborted);
            hasWaited |= !reading.IsCompleted;
            ReadResult read = await reading;
            if (read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start);
                return hasWaited;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="BadHttpRequestException">It is too long, too slow, or badly framed.</exception>
    internal static async ValueTask<byte[]> ReadAsync(HttpRequest request)
    {
        // Bounded by the limit of the server, for chunked bodies too: reading throws as soon as it is passed.
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.IsCompleted)
            {
                byte[] body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            // Nothing taken, all looked at: the next read waits for more and gives everything again.
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
