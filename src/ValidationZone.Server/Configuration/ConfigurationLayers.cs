using System.Collections;

namespace ValidationZone.Server.Configuration;

/// <summary>Puts file, environment and command line on top of each other.</summary>
/// <remarks>
/// A list that a higher layer gives replaces the lower layer's list as a whole. The framework would merge them by
/// index, and one <c>--api</c> would leave the file's second endpoint open.
/// </remarks>
internal static class ConfigurationLayers
{
    /// <summary>What the names of our environment variables start with.</summary>
    internal const string EnvironmentPrefix = "VALIDATIONZONE_";

    /// <summary>Reads every layer.</summary>
    /// <param name="file">The JSON file; <see langword="null"/> for none.</param>
    /// <param name="environment">The process's environment.</param>
    /// <param name="flags">What the command line sets, by configuration key.</param>
    /// <param name="problems">Receives why the file cannot be read.</param>
    internal static IConfiguration Load(
        string? file, IDictionary environment, IReadOnlyDictionary<string, string?> flags, List<string> problems)
    {
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Overlay(merged, file is null ? [] : ReadFile(file, problems));
        // The order is the promise: each line may override those above it.
        Overlay(merged, ReadEnvironment(environment));
        Overlay(merged, flags);
        return new ConfigurationBuilder().AddInMemoryCollection(merged).Build();
    }

    private static void Overlay(Dictionary<string, string?> lower, IReadOnlyDictionary<string, string?> higher)
    {
        // Named once more, a list starts anew: what is left of the lower one would be trusted, or listened on, as well.
        foreach (string list in higher.Keys.Select(ListOf).OfType<string>().Distinct().ToList())
        {
            foreach (string key in lower.Keys.Where(key => ListOf(key) == list).ToList())
                lower.Remove(key);
        }

        foreach ((string key, string? value) in higher)
            lower[key] = value;
    }

    private static string? ListOf(string key) =>
        KnownKeys.Lists.FirstOrDefault(list =>
            key.Equals(list, StringComparison.OrdinalIgnoreCase)
            || key.StartsWith(list + ":", StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, string?> ReadFile(string file, List<string> problems)
    {
        try
        {
            // The framework looks for relative paths beside the program, and operators mean the folder they are in.
            string path = Path.GetFullPath(file);
            return Flatten(new ConfigurationBuilder().AddJsonFile(path, optional: false).Build());
        }
        catch (InvalidDataException e)
        {
            // The inner exception has the place in the file.
            return Refuse(file, e.InnerException ?? e, problems);
        }
        catch (IOException e)
        {
            return Refuse(file, e, problems);
        }
        catch (UnauthorizedAccessException e)
        {
            return Refuse(file, e, problems);
        }
    }

    private static Dictionary<string, string?> Refuse(string file, Exception reason, List<string> problems)
    {
        problems.Add($"configuration file {file}: {reason.Message}");
        // Empty and no exception: the other layers are still checked, and everything wrong is listed together.
        return [];
    }

    private static Dictionary<string, string?> ReadEnvironment(IDictionary environment)
    {
        var found = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in environment)
        {
            string name = (string)entry.Key;
            // The framework's own provider would do the same, but reads the process and not what it is given.
            if (!name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
                continue;

            // Without a separator only Database is ours; other tools may use variables that begin like ours.
            string key = name[EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal);
            if (key.Contains(':', StringComparison.Ordinal) || KnownKeys.IsKnown(key))
                found[key] = (string?)entry.Value;
        }

        return found;
    }

    private static Dictionary<string, string?> Flatten(IConfiguration root)
    {
        var flat = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string? value) in root.AsEnumerable())
        {
            // An empty list arrives as a key with an empty value; a section that holds keys has no value of its own.
            if (value is not null || !root.GetSection(key).GetChildren().Any())
                flat[key] = value;
        }

        return flat;
    }
}
