namespace ValidationZone.Server.Import;

/// <summary>A value of a TOML file: a text, or a list of texts.</summary>
/// <param name="Text">The text; numbers and booleans as written; <see langword="null"/> for a list.</param>
/// <param name="Entries">The list; <see langword="null"/> for a text.</param>
internal sealed record TomlValue(string? Text, IReadOnlyList<string>? Entries);
