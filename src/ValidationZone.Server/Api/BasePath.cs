namespace ValidationZone.Server.Api;

/// <summary>The path that a proxy may leave in front of every route, or may strip.</summary>
internal sealed class BasePath(string path)
{
    private readonly string[] _segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The path as configured, such as <c>/a/b</c>; empty for none.</summary>
    internal string Text => path;

    /// <summary>The segments of a path without it; letter case does not count.</summary>
    /// <returns>As many segments as there were when it is not in front.</returns>
    internal ReadOnlySpan<string> Strip(ReadOnlySpan<string> segments)
    {
        // A path of nothing else has no route behind it, and stays what it is.
        if (_segments.Length == 0 || segments.Length <= _segments.Length)
            return segments;

        for (int i = 0; i < _segments.Length; i++)
        {
            if (!_segments[i].Equals(segments[i], StringComparison.OrdinalIgnoreCase))
                return segments;
        }

        return segments[_segments.Length..];
    }
}
