using System.Globalization;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Asking;

/// <summary>RCODEs as operators know them.</summary>
internal static class Mnemonic
{
    /// <summary>The name of an RCODE in capitals, or its number.</summary>
    internal static string Of(Rcode rcode) => Enum.IsDefined(rcode)
        ? rcode.ToString().ToUpperInvariant()
        : string.Create(CultureInfo.InvariantCulture, $"RCODE {(int)rcode}");
}
