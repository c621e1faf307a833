using ValidationZone.Accounts;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>One live value.</summary>
internal sealed record ValueReply
{
    /// <summary>What the TXT record holds.</summary>
    public required string Txt { get; init; }

    /// <summary>When it vanishes by itself.</summary>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>The credential that published it; null when it is another one than the caller.</summary>
    public required Guid? Username { get; init; }

    /// <summary>What a caller is told of the values that are live at this moment.</summary>
    internal static IReadOnlyList<ValueReply> ListOf(StoredSubdomain stored, Caller caller, DateTimeOffset now) =>
        // The store keeps values a little longer than they are served.
        [.. stored.Values.Where(value => value.ExpiresAt > now).Select(value => Of(value, caller))];

    private static ValueReply Of(LiveValue value, Caller caller) => new()
    {
        Txt = value.Digest.Text,
        ExpiresAt = value.ExpiresAt.UtcDateTime,
        Username = caller.MaySee(value.Publisher) ? value.Publisher : null,
    };
}
