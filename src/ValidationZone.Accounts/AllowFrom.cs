using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace ValidationZone.Accounts;

/// <summary>The addresses from which a credential may be used; an empty list allows every address.</summary>
/// <remarks>Immutable. Entries stay as they were written, host bits too, but for square brackets, which are dropped.</remarks>
public sealed class AllowFrom
{
    /// <summary>The list that allows every address.</summary>
    public static AllowFrom Anywhere => throw new NotImplementedException();

    /// <summary>The entries as text, <c>address/prefix</c>.</summary>
    public IReadOnlyList<string> Entries => throw new NotImplementedException();

    /// <summary>Reads a list of <c>address/prefix</c> entries.</summary>
    /// <returns><see langword="false"/> when any entry is not an address with a prefix length that it can have.</returns>
    public static bool TryParse(IReadOnlyList<string> entries, [NotNullWhen(true)] out AllowFrom? allowFrom) =>
        throw new NotImplementedException();

    /// <summary>Whether an address is in the list; an IPv4-mapped IPv6 address counts as the IPv4 address.</summary>
    public bool Allows(IPAddress address) => throw new NotImplementedException();
}
