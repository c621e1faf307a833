using System.Buffers;

namespace ValidationZone.Accounts.Audit;

/// <summary>How something ended: done, or the word with which it was refused.</summary>
/// <remarks>
/// A word has at most 32 small letters and underscores, so that no key, token or value, which are longer, can be one.
/// </remarks>
public sealed record AuditOutcome
{
    private const int LongestWord = 32;

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    private AuditOutcome(string word) => Word = word;

    /// <summary>It was done.</summary>
    public static AuditOutcome Done { get; } = new("done");

    /// <summary>The client left before it was told how it ended, and nothing was committed.</summary>
    public static AuditOutcome ClientLeft { get; } = new("client_left");

    /// <summary>The word in the file.</summary>
    public string Word { get; }

    /// <summary>The outcome of a word that the server itself has for it.</summary>
    /// <exception cref="ArgumentException">The text is not such a word.</exception>
    public static AuditOutcome Of(string word) =>
        IsWord(word) ? new AuditOutcome(word) : throw new ArgumentException("not a word of an outcome", nameof(word));

    /// <summary>Whether a text has the form of such a word.</summary>
    public static bool IsWord(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= LongestWord && !text.ContainsAnyExcept(WordCharacters);

    /// <inheritdoc/>
    public override string ToString() => Word;
}
