using ValidationZone.Accounts;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Server.Configuration;

/// <summary>Reads section <c>Zone</c>, and the zone file that it names.</summary>
internal sealed class ZoneCheck(List<string> problems)
{
    // A week; a TTL typed in the wrong unit would keep a wrong answer in caches for longer.
    private static readonly TimeSpan LongestTtl = TimeSpan.FromDays(7);

    /// <summary>Reads the section; what cannot be read is added to the problems.</summary>
    internal ZoneSettings Read(ZoneOptions options)
    {
        uint ttl = ReadTtl(options.Ttl, "Zone:Ttl");
        uint negativeTtl = ReadTtl(options.NegativeTtl, "Zone:NegativeTtl");
        if (!TryReadApex(options.Name, out DomainName apex))
            return new ZoneSettings(apex, null, ttl, negativeTtl);

        return new ZoneSettings(apex, ReadFile(options.File, apex), ttl, negativeTtl);
    }

    private bool TryReadApex(string? text, out DomainName apex)
    {
        // A stand-in, so that the rest is checked too and all problems are listed at once.
        apex = DomainName.Root;
        bool isName = text is { Length: > 0 }
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            // Clients compare the fulldomain with CNAME targets as text: one spelling for all.
            && DomainName.TryParse(text.ToLowerInvariant(), out DomainName? parsed)
            && (apex = parsed).LabelCount > 0;
        if (!isName)
            problems.Add($"Zone:Name: '{text}' is not a domain name");
        // A label of 36 characters has to fit in front of it, or no registration could ever succeed.
        else if (Subdomain.Generate().Under(apex) is null)
            problems.Add($"Zone:Name: '{text}' is too long to have subdomains");

        return isName;
    }

    private ZoneContents? ReadFile(string? path, DomainName apex)
    {
        if (string.IsNullOrEmpty(path))
            return null;

        try
        {
            // Read here and not at the start, so that its problems are listed together with all others.
            return ZoneFile.Load(path, apex);
        }
        catch (ZoneFileException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }

    private uint ReadTtl(string? text, string key)
    {
        if (Duration.TryParse(text, out TimeSpan? ttl) && ttl <= LongestTtl)
            return (uint)ttl.Value.TotalSeconds;

        problems.Add($"{key}: '{text}' is not a duration of at most 7d; write {Duration.Grammar}");
        return 0;
    }
}
