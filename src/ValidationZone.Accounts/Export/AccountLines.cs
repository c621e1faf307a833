using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Export;

/// <summary>
/// Accounts as JSON lines: the first says what they are, each further one is a subdomain with hashes of its keys.
/// </summary>
/// <remarks>
/// Reading is strict: what this program would not write is refused. Lines go from one server to another only under the
/// same pepper, and only within one zone.
/// </remarks>
/// <param name="hasher">Has the pepper.</param>
/// <param name="apex">The zone.</param>
public sealed class AccountLines(KeyHasher hasher, DomainName apex)
{
    /// <summary>The longest line in octets.</summary>
    // The most credentials with the longest lists of networks take three quarters of it: whatever is written can be read.
    public const int MaxLineLength = 1 << 20;

    private const string Format = "validationzone accounts 1";
    private const string PepperCheckText = "the pepper of these accounts";
    private const string NotAnExport = "it does not begin like an export of accounts";

    /// <summary>The first line, without its newline.</summary>
    public byte[] WriteHeader() => JsonSerializer.SerializeToUtf8Bytes(
        new ExportHeader
        {
            Format = Format,
            Zone = apex.ToString().TrimEnd('.'),
            // Tells whether two peppers are the same, and nothing else about either.
            PepperCheck = hasher.Hash(PepperCheckText),
        },
        ExportJson.Default.ExportHeader);

    /// <summary>The line of a subdomain, without its newline.</summary>
    public static byte[] Write(StoredSubdomain stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return JsonSerializer.SerializeToUtf8Bytes(
            new ExportedSubdomain
            {
                Name = stored.Subdomain.Text,
                Note = stored.Note,
                Enabled = stored.IsEnabled,
                Created = stored.CreatedAt,
                Published = stored.LastPublishedAt,
                Credentials = [.. stored.Credentials.Select(ToExported)],
                // In their order, which is all that another store can use of the sequences.
                Values = [.. stored.Values.OrderBy(value => value.Sequence).Select(ToExported)],
            },
            ExportJson.Default.ExportedSubdomain);
    }

    /// <summary>What is wrong with a first line; <see langword="null"/> when its accounts may be taken over here.</summary>
    public string? CheckHeader(ReadOnlySpan<byte> line)
    {
        if (!TryParse(line, ExportJson.Default.ExportHeader, out ExportHeader? header))
            return NotAnExport;

        if (header.Format != Format)
            return $"its format is another than '{Format}', perhaps that of a newer version";

        if (!DomainName.TryParse(header.Zone, out DomainName? zone))
            return NotAnExport;

        if (!zone.Equals(apex))
            return $"it holds accounts of the zone {zone}, and this server's zone is {apex}";

        return CryptographicOperations.FixedTimeEquals(header.PepperCheck, hasher.Hash(PepperCheckText))
            ? null
            : "it was made under another pepper, so that no key in it would work here";
    }

    /// <summary>Reads the line of a subdomain.</summary>
    /// <param name="line">The line, without its newline.</param>
    /// <param name="problem">What is wrong with it, in fixed words; <see langword="null"/> when nothing is.</param>
    /// <returns>The subdomain with revision 0; <see langword="null"/> when something is wrong.</returns>
    public StoredSubdomain? Read(ReadOnlySpan<byte> line, out string? problem)
    {
        if (!TryParse(line, ExportJson.Default.ExportedSubdomain, out ExportedSubdomain? exported))
        {
            problem = "it is not the JSON of an account";
            return null;
        }

        return ExportCheck.Read(exported, apex, out problem);
    }

    private static ExportedCredential ToExported(Credential credential) => new()
    {
        Username = credential.Username,
        KeyHash = credential.KeyHash.ToArray(),
        // Both or neither, or the reader refuses the line.
        PreviousHash = credential.PreviousUntil is null ? null : credential.PreviousKeyHash.ToArray(),
        PreviousUntil = credential.PreviousUntil,
        Imported = credential.ImportedHash,
        AllowFrom = credential.AllowFrom.Entries,
        Created = credential.CreatedAt,
        Expires = credential.ExpiresAt,
        Enabled = credential.IsEnabled,
        Note = credential.Note,
    };

    private static ExportedValue ToExported(LiveValue value) => new()
    {
        Txt = value.Digest.Text,
        Publisher = value.Publisher,
        Expires = value.ExpiresAt,
    };

    private static bool TryParse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? parsed)
        where T : class
    {
        try
        {
            parsed = JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            // Its words may repeat a part of the line, and a line has hashes.
            parsed = null;
        }

        return parsed is not null;
    }
}
