using System.Buffers;
using System.IO.Pipelines;

namespace ValidationZone.Accounts.Export;

/// <summary>Cuts a stream into lines, without ever holding more than one of them and a part of the next.</summary>
/// <param name="stream">What to read; it stays open.</param>
/// <param name="maxLength">How many octets a line may have.</param>
public sealed class AccountLineReader(Stream stream, int maxLength = AccountLines.MaxLineLength)
{
    private readonly PipeReader _pipe = PipeReader.Create(
        stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, minimumReadSize: 1 << 12, leaveOpen: true));

    /// <summary>The number of the line that was read last; the first is 1.</summary>
    public int Number { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <returns>
    /// Whether there was one, and its octets without the newline; <see langword="null"/> when it was too long.
    /// </returns>
    public async ValueTask<(bool IsThere, byte[]? Octets)> ReadAsync(CancellationToken cancellation)
    {
        bool isTooLong = false;
        while (true)
        {
            ReadResult result = await _pipe.ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            SequencePosition? newline = buffer.PositionOf((byte)'\n');
            if (newline is null && result.IsCompleted && buffer.IsEmpty && !isTooLong)
                return (false, null);

            ReadOnlySequence<byte> line = newline is { } end ? buffer.Slice(0, end) : buffer;
            isTooLong |= line.Length > maxLength;

            // The last line need not end with a newline: editors take it away.
            if (newline is not null || result.IsCompleted)
                return Take(line, isTooLong, newline is { } at ? buffer.GetPosition(1, at) : buffer.End);

            // What is too long is let go of as it comes; what is not yet whole stays.
            _pipe.AdvanceTo(isTooLong ? buffer.End : buffer.Start, buffer.End);
        }
    }

    private (bool IsThere, byte[]? Octets) Take(ReadOnlySequence<byte> line, bool isTooLong, SequencePosition end)
    {
        byte[]? octets = isTooLong ? null : line.ToArray();
        _pipe.AdvanceTo(end);
        Number++;
        return (true, octets);
    }
}
