using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ValidationZone.Accounts.Audit;

/// <summary>The server's own number of a request: 16 hexadecimal digits in replies, log and audit.</summary>
/// <param name="number">The number; zero for what no request asked for.</param>
public readonly struct RequestId(ulong number) : IEquatable<RequestId>
{
    private const int Digits = 16;

    /// <summary>Whether there is no request.</summary>
    public bool IsNone => Number == 0;

    private ulong Number { get; } = number;

    /// <summary>Reads the sixteen digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RequestId id)
    {
        id = default;
        bool isNumber = text is { Length: Digits }
            & ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number);
        if (isNumber)
            id = new RequestId(number);

        return isNumber;
    }

    /// <summary>Whether two are the same.</summary>
    public static bool operator ==(RequestId left, RequestId right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(RequestId left, RequestId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RequestId other) => Number == other.Number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RequestId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <summary>The sixteen digits; empty for none.</summary>
    public override string ToString() => IsNone ? "" : Number.ToString("x16", CultureInfo.InvariantCulture);
}
