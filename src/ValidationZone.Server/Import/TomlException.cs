namespace ValidationZone.Server.Import;

/// <summary>A TOML file that cannot be read, with the line where it is wrong.</summary>
internal sealed class TomlException(int line, string words) : Exception($"line {line}: {words}")
{
    /// <summary>The line, from 1 on.</summary>
    internal int Line { get; } = line;
}
