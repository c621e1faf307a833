using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace ValidationZone.Server.Api.V1;

/// <summary>The query parameters of a request: known ones, each once, each of its kind.</summary>
internal sealed class V1Query
{
    // Longer than any name, and no burden for a search.
    private const int LongestText = 256;

    private readonly IQueryCollection _query;

    /// <summary>Takes the parameters of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="names">Those that the route knows.</param>
    internal V1Query(HttpRequest request, params ReadOnlySpan<string> names)
    {
        _query = request.Query;
        // A misspelt filter that is left out of account would show everything, as if everything had matched it.
        foreach ((string name, StringValues values) in _query)
        {
            if (!names.Contains(name, StringComparer.Ordinal) || values.Count != 1)
                // Without its name: a refusal repeats nothing that a client has sent.
                Problem = ProblemCodes.BadQuery;
        }
    }

    /// <summary>What was wrong; complete once everything was read.</summary>
    internal Problem? Problem { get; private set; }

    /// <summary>A text; <see langword="null"/> when it is not there.</summary>
    internal string? Text(string name)
    {
        string? text = _query[name];
        if (text is { Length: 0 or > LongestText })
            Refuse(name, $"is not a text of 1 to {LongestText} characters");

        return text;
    }

    /// <summary>A whole number.</summary>
    internal int Count(string name, int otherwise, int most)
    {
        if (Text(name) is not { } text)
            return otherwise;

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count >= 1
            && count <= most)
        {
            return count;
        }

        Refuse(name, $"is not a whole number from 1 to {most}");
        return otherwise;
    }

    /// <summary>A moment; <see langword="null"/> when it is not there.</summary>
    internal DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;

        if (V1Fields.TryReadTime(text, out DateTimeOffset time))
            return time;

        Refuse(name, "is not a time such as 2026-01-31T00:00:00Z");
        return null;
    }

    /// <summary>A flag, which is not set when it is not there.</summary>
    internal bool Flag(string name)
    {
        string? text = Text(name);
        if (text is not (null or "true" or "false"))
            Refuse(name, "is neither true nor false");

        return text == "true";
    }

    /// <summary>One of some words; <see langword="null"/> when it is not there.</summary>
    internal string? Word(string name, params ReadOnlySpan<string> words)
    {
        string? text = Text(name);
        if (text is not null && !words.Contains(text))
            Refuse(name, $"is none of {string.Join(", ", words)}");

        return text;
    }

    /// <summary>Says that a parameter is not what it should be.</summary>
    internal void Refuse(string name, string why) => Problem ??= ProblemCodes.BadQuery.Because($"{name} {why}.");
}
