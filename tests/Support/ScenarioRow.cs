namespace ValidationZone.Tests.Support;

/// <summary>One row of a scenario file: what is sent, and what must come back.</summary>
/// <param name="File">The file's name, for messages.</param>
/// <param name="LineNumber">Where its title stands.</param>
/// <param name="Ids">The rows of the conformance table that it covers, such as H01.</param>
/// <param name="Title">What the row is about.</param>
/// <param name="Lines">The steps, each with its line number in the file.</param>
public sealed record ScenarioRow(
    string File,
    int LineNumber,
    IReadOnlyList<string> Ids,
    string Title,
    IReadOnlyList<(int Number, string Text)> Lines)
{
    public override string ToString() => $"{string.Join(' ', Ids)} {Title}";
}
