namespace ValidationZone.Server.Api.V1;

/// <summary>What the document tells of a route beside its types.</summary>
/// <param name="Summary">One line about it.</param>
/// <param name="Body">The type of the request body; <see langword="null"/> when it takes none.</param>
/// <param name="IsBodyOptional">Whether it may be left out.</param>
/// <param name="Query">The query parameters and what each means.</param>
/// <param name="Problems">What it refuses, beside what every route does.</param>
internal sealed record RouteText(
    string Summary,
    Type? Body = null,
    bool IsBodyOptional = false,
    IReadOnlyList<(string Name, string Meaning)>? Query = null,
    IReadOnlyList<Problem>? Problems = null);
