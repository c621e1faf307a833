namespace ValidationZone.Authority.Tests.Conformance;

/// <summary>One test, or the scenarios of one file, that cover a row.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Test">A file's name, or class and method.</param>
/// <param name="Over">What it is sent over; empty when it runs in process.</param>
internal sealed record RowCover(string Row, string Test, IReadOnlyList<string> Over);
