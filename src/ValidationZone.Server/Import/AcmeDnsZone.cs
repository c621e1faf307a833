using System.Globalization;
using ValidationZone.Authority.Zone;

namespace ValidationZone.Server.Import;

/// <summary>The zone file for what an acme-dns configuration holds, as our own loader takes it.</summary>
internal sealed class AcmeDnsZone
{
    // What acme-dns gives to records that say none.
    private const string DefaultTtl = "$TTL 3600";

    private readonly AcmeDnsConfiguration _configuration;
    private readonly List<string> _accepted = [];
    private readonly List<(string Record, string Reason)> _refused = [];
    private readonly string _start;
    private bool _hasNameServer;

    private AcmeDnsZone(AcmeDnsConfiguration configuration, uint negativeTtlSeconds, DateTimeOffset now)
    {
        _configuration = configuration;

        // Its serials were the hour; ours go on from there, since a serial must not go back (RFC 1982 §3.2).
        string serial = now.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        string names = $"{configuration.NameServer} {configuration.Mailbox}";
        // Refresh, retry and expire are those of acme-dns. The last number is how long "there is nothing" is believed
        // (RFC 2308 §4), and acme-dns has a day there.
        _start = string.Join(
            '\n',
            "; Made from an acme-dns configuration. Registered subdomains do not stand here.",
            $"$ORIGIN {configuration.Apex}",
            DefaultTtl,
            $"@ IN SOA {names} {serial} 28800 7200 604800 {negativeTtlSeconds}");
    }

    /// <summary>The file's text; <see langword="null"/> when the records make no zone.</summary>
    internal string? Text { get; private set; }

    /// <summary>Why there is no text.</summary>
    internal string? Problem { get; private set; }

    /// <summary>How many records of the configuration stand in the file.</summary>
    internal int AcceptedCount => _accepted.Count;

    /// <summary>Those that our server does not take, and why.</summary>
    internal IReadOnlyList<(string Record, string Reason)> Refused => _refused;

    /// <summary>Makes the file.</summary>
    /// <param name="configuration">What acme-dns served.</param>
    /// <param name="negativeTtlSeconds">SOA MINIMUM; that of acme-dns is a day, far too long for a challenge.</param>
    /// <param name="now">For the serial.</param>
    internal static AcmeDnsZone Make(AcmeDnsConfiguration configuration, uint negativeTtlSeconds, DateTimeOffset now)
    {
        var zone = new AcmeDnsZone(configuration, negativeTtlSeconds, now);
        zone.AddAll();
        zone.Finish();
        return zone;
    }

    private void AddAll()
    {
        // Round and round, because a name server is only taken once its address is there.
        List<(string Record, string Reason)> open = [.. _configuration.Records.Select(record => (record, ""))];
        for (int before = -1; before != open.Count;)
        {
            before = open.Count;
            List<(string Record, string Reason)> left = [];
            foreach ((string record, _) in open)
            {
                if (FindProblem(record) is string reason)
                    left.Add((record, reason));
            }

            open = left;
        }

        _refused.AddRange(open);
    }

    /// <summary>Adds a record; the reason when it cannot be.</summary>
    private string? FindProblem(string record)
    {
        // One record, one line: more would be more than the configuration seems to say.
        // A directive is no record either: $INCLUDE would read another file of this machine (RFC 1035 §5.1).
        if (record.AsSpan().ContainsAny("\r\n\0()") || record.TrimStart() is "" or ['$', ..] or [';', ..])
            return "it is not one record on one line";

        string? reason = Check(record);
        bool makesZone = reason is null;
        // Without an NS record there is no zone, whatever this record is like: one that stands in lets it be judged
        // alone. Its name leads nowhere (RFC 6761 §6.4).
        if (reason is not null && !_hasNameServer)
            reason = Check("@ IN NS placeholder.invalid.", record);

        if (reason is not null)
            return reason;

        _hasNameServer |= makesZone;
        _accepted.Add(record.Trim());
        return null;
    }

    private void Finish()
    {
        // acme-dns runs without NS records, and its parent zone names the server all the same.
        string[] more = _hasNameServer ? [] : [$"@ IN NS {_configuration.NameServer}"];
        Problem = Check(more);
        Text = Problem is null ? Compose(more) : null;
    }

    private string? Check(params string[] more)
    {
        try
        {
            ZoneFile.Parse(Compose(more), "zone", _configuration.Apex);
            return null;
        }
        catch (ZoneFileException exception)
        {
            // Without the place, which is one in a text that nobody has seen.
            string problem = exception.Problems[0];
            return problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }
    }

    private string Compose(string[] more) => string.Join('\n', [_start, .. _accepted, .. more, ""]);
}
