using System.Globalization;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>A question of a resolver.</summary>
internal sealed record QuestionReply
{
    /// <summary>When it was answered.</summary>
    public required DateTime At { get; init; }

    /// <summary>What carried it: udp, tcp or tls.</summary>
    public required string Transport { get; init; }

    /// <summary>The type that was asked for.</summary>
    public required string Type { get; init; }

    /// <summary>The answer in a few words.</summary>
    public required string Answer { get; init; }

    /// <summary>What is told of a question.</summary>
    internal static QuestionReply Of(ResolverQuestion question) => new()
    {
        At = question.At.UtcDateTime,
        Transport = question.Transport.ToString().ToLowerInvariant(),
        Type = Mnemonic(question.QType),
        Answer = question.Answer,
    };

    // RFC 3597 §5: a type without a name of its own is TYPE and its number.
    private static string Mnemonic(RecordType type) => Enum.IsDefined(type)
        ? type.ToString().ToUpperInvariant()
        : string.Create(CultureInfo.InvariantCulture, $"TYPE{(ushort)type}");
}
