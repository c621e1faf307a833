using System.Diagnostics.CodeAnalysis;
using ValidationZone.Wire;

namespace ValidationZone.Server.Import;

/// <summary>What an acme-dns configuration says about its zone.</summary>
/// <param name="Apex">The zone, in lower case.</param>
/// <param name="NameServer">Its name server.</param>
/// <param name="Mailbox">The responsible mailbox, its @ a dot.</param>
/// <param name="Records">The static records, each one in the form of a zone file.</param>
internal sealed record AcmeDnsConfiguration(
    DomainName Apex, DomainName NameServer, DomainName Mailbox, IReadOnlyList<string> Records)
{
    // The real ones have a hundred lines.
    private const int LongestFile = 1024 * 1024;

    /// <summary>Reads the file.</summary>
    /// <returns>The problem, in words that name the file; <see langword="null"/> when there is none.</returns>
    internal static string? TryLoad(string path, [NotNullWhen(false)] out AcmeDnsConfiguration? configuration)
    {
        configuration = null;
        // One that is missing is left to the read below, whose exception names it.
        if (new FileInfo(path) is { Exists: true, Length: > LongestFile })
            return $"{path}: it is longer than {LongestFile} octets";

        try
        {
            return TryRead(File.ReadAllText(path), out configuration) is string problem ? $"{path}: {problem}" : null;
        }
        catch (TomlException wrong)
        {
            return $"{path}: {wrong.Message}";
        }
    }

    private static string? TryRead(string text, out AcmeDnsConfiguration? configuration)
    {
        configuration = null;
        IReadOnlyDictionary<string, TomlValue> values = TomlReader.Read(text);
        if (ReadName(values, "domain", out DomainName? apex) is string noDomain)
            return noDomain;

        if (ReadName(values, "nsname", out DomainName? nameServer) is string noServer)
            return noServer;

        if (ReadName(values, "nsadmin", out DomainName? mailbox) is string noMailbox)
            return noMailbox;

        IReadOnlyList<string> records = values.GetValueOrDefault("general.records")?.Entries ?? [];
        configuration = new AcmeDnsConfiguration(apex!, nameServer!, mailbox!, records);
        return null;
    }

    private static string? ReadName(
        IReadOnlyDictionary<string, TomlValue> values, string key, out DomainName? name)
    {
        // "admin@example.org" is a mistake that acme-dns never notices.
        string? text = values.GetValueOrDefault($"general.{key}")?.Text?.ToLowerInvariant().Replace('@', '.');
        name = null;
        if (string.IsNullOrEmpty(text))
            return $"'{key}' is missing in [general]";

        return DomainName.TryParse(text, out name) && name.LabelCount > 0
            ? null
            : $"'{key}' in [general] is not a domain name";
    }
}
