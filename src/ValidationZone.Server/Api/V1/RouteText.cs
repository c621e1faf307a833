namespace ValidationZone.Server.Api.V1;

/// <summary>What the document tells of a route beside its types.</summary>
/// <param name="Name">What programs made of the document call it.</param>
/// <param name="Summary">One line about it.</param>
internal sealed record RouteText(string Name, string Summary)
{
    /// <summary>The type of the request body; <see langword="null"/> when it takes none.</summary>
    internal Type? Body { get; init; }

    /// <summary>Whether the body may be left out.</summary>
    internal bool IsBodyOptional { get; init; }

    /// <summary>The query parameters and what each means.</summary>
    internal IReadOnlyList<(string Name, string Meaning)> Query { get; init; } = [];

    /// <summary>What it refuses, beside what every route does.</summary>
    internal IReadOnlyList<Problem> Problems { get; init; } = [];
}
