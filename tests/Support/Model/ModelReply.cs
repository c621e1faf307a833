namespace ValidationZone.Tests.Support.Model;

/// <summary>What the rules call for: every field of a reply but its length and order.</summary>
public sealed record ModelReply(string Rcode)
{
    public bool IsAuthoritative { get; init; }

    /// <summary>Whether the question is repeated; without it the reply is twelve octets.</summary>
    public bool HasQuestion { get; init; } = true;

    public IReadOnlyList<ModelRecord> Answer { get; init; } = [];

    public IReadOnlyList<ModelRecord> Authority { get; init; } = [];

    public IReadOnlyList<ModelRecord> Additional { get; init; } = [];

    /// <summary>The extended errors of which the reply carries one when the question has EDNS (RFC 8914).</summary>
    public IReadOnlyList<int> ExtendedErrors { get; init; } = [];

    /// <summary>Whether the reply may also go without one of <see cref="ExtendedErrors"/>.</summary>
    public bool MayBeUnexplained { get; init; }

    public static ModelReply Bare(string rcode) => new(rcode) { HasQuestion = false };

    public static ModelReply Error(string rcode, params int[] extendedErrors) =>
        new(rcode) { ExtendedErrors = extendedErrors };
}
