using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace ValidationZone.Accounts;

/// <summary>The addresses from which a credential may be used; an empty list allows every address.</summary>
/// <remarks>
/// Immutable. Entries stay as they were written, host bits too, but for square brackets, which are dropped.
/// </remarks>
public sealed class AllowFrom
{
    // Every check of an address costs as much as the longest list, so the longest has to be short.
    /// <summary>The most entries that a list may have.</summary>
    public const int MaxEntries = 256;

    /// <summary>Compared with in place of a list that is empty.</summary>
    private static readonly AddressRange[] Padding = new AddressRange[1];

    private readonly string[] _entries;
    private readonly AddressRange[] _ranges;

    private AllowFrom(string[] entries, AddressRange[] ranges)
    {
        _entries = entries;
        _ranges = ranges;
    }

    /// <summary>The list that allows every address.</summary>
    public static AllowFrom Anywhere { get; } = new([], []);

    /// <summary>The entries as text, <c>address/prefix</c>.</summary>
    public IReadOnlyList<string> Entries => _entries;

    /// <summary>Reads a list of <c>address/prefix</c> entries.</summary>
    /// <returns>
    /// <see langword="false"/> when any entry is not an address with a prefix length that it can have, or there are
    /// more than <see cref="MaxEntries"/>.
    /// </returns>
    public static bool TryParse(IReadOnlyList<string> entries, [NotNullWhen(true)] out AllowFrom? allowFrom)
    {
        ArgumentNullException.ThrowIfNull(entries);
        allowFrom = entries.Count == 0 ? Anywhere : null;
        if (entries.Count is 0 or > MaxEntries)
            return allowFrom is not null;

        var texts = new string[entries.Count];
        var ranges = new AddressRange[entries.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = DropBrackets(entries[i]);
            if (!AddressRange.TryParse(texts[i], out ranges[i]))
                return false;
        }

        allowFrom = new AllowFrom(texts, ranges);
        return true;
    }

    /// <summary>Whether an address is in the list; an IPv4-mapped IPv6 address counts as the IPv4 address.</summary>
    public bool Allows(IPAddress address) => Allows(address, out _);

    /// <summary>Decides, and tells how many comparisons it took: always the same number.</summary>
    internal bool Allows(IPAddress address, out int comparisons)
    {
        ArgumentNullException.ThrowIfNull(address);
        comparisons = 0;
        UInt128 bits = AddressRange.ToBits(address);
        bool isAllowed = _ranges.Length == 0;
        AddressRange[] ranges = isAllowed ? Padding : _ranges;

        // As many comparisons as the longest list takes, round and round: the time tells neither which entry it was nor
        // how many there are, so that a refusal by address looks like any other (a microsecond, beside the hash's own).
        for (int at = 0; comparisons < MaxEntries; comparisons++)
        {
            isAllowed |= ranges[at].Contains(bits);
            at = at + 1 < ranges.Length ? at + 1 : 0;
        }

        return isAllowed;
    }

    /// <summary><c>[address]/prefix</c> without its brackets; anything else as it is.</summary>
    private static string DropBrackets(string? entry)
    {
        // What is left of a wrong form, such as "[::1]:53/64", is refused by the parser.
        entry ??= "";
        int close = entry.IndexOf("]/", StringComparison.Ordinal);
        bool isBracketed = entry.StartsWith('[') && close > 0 && entry.AsSpan(1, close - 1).Contains(':');
        return isBracketed ? string.Concat(entry.AsSpan(1, close - 1), entry.AsSpan(close + 1)) : entry;
    }
}
