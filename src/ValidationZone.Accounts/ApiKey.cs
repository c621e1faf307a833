using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Accounts;

/// <summary>The secret of a credential: 40 characters of <c>A-Z a-z 0-9 - _</c>, 240 random bits.</summary>
/// <remarks>Its text comes out only through <see cref="Reveal"/>, so that no log or error can print it by accident.</remarks>
public sealed class ApiKey
{
    /// <summary>How many characters a key has.</summary>
    public const int Length = 40;

    /// <summary>Makes a key from the system's secure random source.</summary>
    public static ApiKey Generate() => throw new NotImplementedException();

    /// <summary>Reads a key; <see langword="false"/> unless it is exactly 40 characters of the set.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out ApiKey? key) =>
        throw new NotImplementedException();

    /// <summary>The key itself, for the one reply that hands it out.</summary>
    public string Reveal() => throw new NotImplementedException();

    /// <summary>A mask, never the key.</summary>
    public override string ToString() => "[api key]";
}
