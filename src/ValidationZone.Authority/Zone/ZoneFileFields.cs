using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>Takes the fields of one entry from left to right; a field that is wrong is reported.</summary>
/// <remarks>Every <c>TryTake…</c> that returns <see langword="false"/> has reported why.</remarks>
internal sealed class ZoneFileFields(ZoneFileEntry entry, DomainName origin, ZoneFileProblems problems)
{
    private int _next;

    internal bool IsAtEnd => _next >= entry.Tokens.Count;

    /// <summary>Looks at the next field without taking it.</summary>
    internal ZoneFileToken? Next => IsAtEnd ? null : entry.Tokens[_next];

    internal bool Report(ZoneFilePosition position, string words)
    {
        problems.Add(position, words);
        return false;
    }

    internal bool TryTake(string what, out ZoneFileToken token)
    {
        token = default;
        if (IsAtEnd)
            return Report(entry.End, $"{what} is missing");

        token = entry.Tokens[_next++];
        return true;
    }

    /// <summary>Takes a field that must not be in quotes.</summary>
    internal bool TryTakeWord(string what, out ZoneFileToken token) =>
        TryTake(what, out token)
        && (!token.IsQuoted || Report(token.Position, $"{what} must not be in quotes"));

    internal bool TryTakeName(string what, [NotNullWhen(true)] out DomainName? name)
    {
        name = null;
        if (!TryTakeWord(what, out ZoneFileToken token))
            return false;

        return TryReadName(token.Text, out name)
            || Report(
                token.Position,
                $"{what} {ZoneFileProblems.Quote(token.Text)} is not a domain name (labels of 1 to 63 octets, "
                + "255 in all, other octets as \\DDD)");
    }

    internal bool TryTakeNumber(string what, uint max, out uint number)
    {
        number = 0;
        if (!TryTakeWord(what, out ZoneFileToken token))
            return false;

        bool isNumber = uint.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return (isNumber && number <= max)
            || Report(
                token.Position,
                $"{what} {ZoneFileProblems.Quote(token.Text)} is not a whole number from 0 to {max}");
    }

    internal bool TryTakeTtl(string what, out uint seconds)
    {
        seconds = 0;
        if (!TryTakeWord(what, out ZoneFileToken token))
            return false;

        string quoted = ZoneFileProblems.Quote(token.Text);
        if (!TtlText.TryParse(token.Text, out ulong value))
            return Report(token.Position, $"{what} {quoted} is not a time: seconds, or units as in 1h30m");

        if (value > TtlText.MaxSeconds)
            return Report(token.Position, $"{what} {quoted} is longer than {TtlText.MaxSeconds} seconds");

        seconds = (uint)value;
        return true;
    }

    /// <summary>Takes a character-string and resolves its escapes; it may be longer than 255 octets.</summary>
    internal bool TryTakeText(string what, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        if (!TryTake(what, out ZoneFileToken token))
            return false;

        return RdataText.TryUnescape(token.Text, out octets)
            || Report(
                token.Position,
                $"{what} has a bad escape or is not valid UTF-8: write \\DDD with DDD from 000 to 255, or \\ and "
                + "the character");
    }

    /// <summary>Reports a field too many.</summary>
    internal bool TryEnd(string what) =>
        Next is not { } token || Report(token.Position, $"{ZoneFileProblems.Quote(token.Text)} is too much for {what}");

    private bool TryReadName(string text, [NotNullWhen(true)] out DomainName? name)
    {
        if (text == "@")
        {
            name = origin;
            return true;
        }

        if (!DomainName.TryParse(text, out name) || IsAbsolute(text))
            return name is not null;

        // Joined in wire form: joined as text, an escaped dot at the end would be taken for a real one.
        return DomainName.TryFromWire([.. name.Wire[..^1], .. origin.Wire], out name);
    }

    private static bool IsAbsolute(string text)
    {
        if (!text.EndsWith('.'))
            return false;

        // "a\." ends in an escaped dot, "a\\." in an escaped backslash and a real one.
        int backslashes = 0;
        while (backslashes < text.Length - 1 && text[text.Length - 2 - backslashes] == '\\')
            backslashes++;

        return backslashes % 2 == 0;
    }
}
