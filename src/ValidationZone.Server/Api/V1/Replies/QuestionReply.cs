using System.Globalization;
using System.Text.Json.Serialization;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>A question of a resolver.</summary>
internal sealed record QuestionReply
{
    /// <summary>When it was answered.</summary>
    public required DateTime At { get; init; }

    /// <summary>What carried it: udp, tcp or tls.</summary>
    [JsonPropertyName("transport")]
    public required string CarriedBy { get; init; }

    /// <summary>The type that was asked for.</summary>
    public required string Type { get; init; }

    /// <summary>The answer in a few words.</summary>
    public required string Answer { get; init; }

    /// <summary>What is told of a question.</summary>
    internal static QuestionReply Of(ResolverQuestion question)
    {
        (DateTimeOffset at, DnsTransport carrier, RecordType type, string answer) = question;
        return new QuestionReply
        {
            At = at.UtcDateTime,
            CarriedBy = carrier.ToString().ToLowerInvariant(),
            Type = Mnemonic(type),
            Answer = answer,
        };
    }

    // RFC 3597 §5: a type without a name of its own is TYPE and its number.
    private static string Mnemonic(RecordType type) => Enum.IsDefined(type)
        ? type.ToString().ToUpperInvariant()
        : string.Create(CultureInfo.InvariantCulture, $"TYPE{(ushort)type}");
}
