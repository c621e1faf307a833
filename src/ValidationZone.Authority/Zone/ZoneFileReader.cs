using System.Diagnostics.CodeAnalysis;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>Turns the entries of a master file into records, each with the place it was read from.</summary>
internal sealed class ZoneFileReader(DomainName apex, ZoneFileProblems problems)
{
    private readonly List<ZoneRecord> _records = [];
    private readonly List<ZoneFilePosition> _positions = [];
    private DomainName _origin = apex;
    private DomainName? _owner;
    private bool _isOwnerBroken;
    private uint? _defaultTtl;
    private uint? _previousTtl;

    internal IReadOnlyList<ZoneRecord> Records => _records;

    /// <summary>Where each record starts.</summary>
    internal IReadOnlyList<ZoneFilePosition> Positions => _positions;

    /// <summary>The first SOA of the file.</summary>
    internal SoaRdata? Soa { get; private set; }

    internal void Read(string text)
    {
        var scanner = new ZoneFileScanner(text, problems);
        var entry = new ZoneFileEntry();
        while (!problems.IsFull && scanner.TryRead(entry))
        {
            if (!entry.IsBroken)
                ReadEntry(entry);
            else if (!entry.StartsBlank)
                ForgetOwner();
        }
    }

    // Blank owners after one that cannot be read mean that one: their records are checked and left out.
    private void ForgetOwner()
    {
        _owner = null;
        _isOwnerBroken = true;
    }

    private void ReadEntry(ZoneFileEntry entry)
    {
        var fields = new ZoneFileFields(entry, _origin, problems);
        ZoneFileToken first = entry.Tokens[0];
        if (!first.IsQuoted && first.Text.StartsWith('$'))
            ReadDirective(first, fields);
        else
            ReadRecord(entry, fields);
    }

    private void ReadDirective(ZoneFileToken directive, ZoneFileFields fields)
    {
        fields.TryTake("the directive", out _);
        if (directive.Is("$ORIGIN"))
        {
            // An origin outside the zone is allowed: the records under it are reported one by one if there are any.
            if (fields.TryTakeName("the origin", out DomainName? origin) && fields.TryEnd("$ORIGIN"))
                _origin = origin;
        }
        else if (directive.Is("$TTL"))
        {
            // Set even when it is wrong, so that one bad $TTL is not reported again for each record.
            fields.TryTakeTtl("the TTL", out uint ttl);
            fields.TryEnd("$TTL");
            _defaultTtl = ttl;
        }
        else if (directive.Is("$INCLUDE"))
        {
            fields.Report(directive.Position, "$INCLUDE is not supported: put all records into this one file");
        }
        else
        {
            string quoted = ZoneFileProblems.Quote(directive.Text);
            fields.Report(directive.Position, $"{quoted} is not a directive: only $ORIGIN and $TTL are");
        }
    }

    private void ReadRecord(ZoneFileEntry entry, ZoneFileFields fields)
    {
        if (!TryReadOwner(entry, fields)
            || !TryReadTtlAndClass(fields, out uint? writtenTtl)
            || !TryReadType(fields, out RecordType type))
        {
            return;
        }

        // The RDATA is read even when there is no TTL for it: both may be wrong.
        bool hasRdata = TryReadRdata(type, fields, out byte[]? rdata);
        if (!TryChooseTtl(entry, fields, writtenTtl, out uint ttl) || !hasRdata || _owner is null)
            return;

        _records.Add(new ZoneRecord(_owner, type, ttl, rdata));
        _positions.Add(entry.Tokens[0].Position);
    }

    private bool TryReadOwner(ZoneFileEntry entry, ZoneFileFields fields)
    {
        if (entry.StartsBlank)
        {
            return _owner is not null || _isOwnerBroken
                || fields.Report(entry.Tokens[0].Position, "the first record has no owner name");
        }

        if (fields.TryTakeName("the owner name", out _owner))
            return true;

        ForgetOwner();
        return false;
    }

    // TTL and class may stand in either order, each at most once (RFC 1035 §5.1).
    private static bool TryReadTtlAndClass(ZoneFileFields fields, out uint? ttl)
    {
        ttl = null;
        bool hasClass = false;
        while (fields.Next is { IsQuoted: false } token)
        {
            if (ttl is null && char.IsAsciiDigit(token.Text[0]))
            {
                if (!fields.TryTakeTtl("the TTL", out uint seconds))
                    return false;

                ttl = seconds;
            }
            else if (!hasClass && IsClass(token))
            {
                if (!token.Is("IN"))
                    return fields.Report(token.Position, $"class {token.Text} is not served: only IN is");

                hasClass = fields.TryTake("the class", out _);
            }
            else
            {
                return true;
            }
        }

        return true;
    }

    private static bool IsClass(ZoneFileToken token) =>
        token.Is("IN") || token.Is("CH") || token.Is("HS") || token.Is("CS") || token.Is("ANY") || token.Is("NONE");

    private static bool TryReadType(ZoneFileFields fields, out RecordType type)
    {
        type = default;
        if (!fields.TryTakeWord("the type", out ZoneFileToken token))
            return false;

        if (token.Is("DNAME"))
            return fields.Report(token.Position, "DNAME is not supported: it would redirect registered subdomains");

        RecordType? known = RdataText.FindType(token.Text);
        type = known ?? default;
        return known is not null
            || fields.Report(
                token.Position,
                $"{ZoneFileProblems.Quote(token.Text)} is not a type for this zone: SOA, NS, A, AAAA, CAA, TXT, CNAME "
                + "and MX are");
    }

    private bool TryReadRdata(RecordType type, ZoneFileFields fields, [NotNullWhen(true)] out byte[]? rdata)
    {
        if (type == RecordType.Soa)
        {
            // The first SOA is the zone's; a second one is for ZoneRules to report.
            rdata = RdataText.TryReadSoa(fields, out SoaRdata? soa) ? soa.ToRdata() : null;
            Soa ??= soa;
        }
        else
        {
            RdataText.TryRead(type, fields, out rdata);
        }

        return rdata is not null && fields.TryEnd($"this {type.ToString().ToUpperInvariant()} record");
    }

    // RFC 2308 §4: $TTL gives the default; SOA MINIMUM no longer does. Without either, the record before counts.
    private bool TryChooseTtl(ZoneFileEntry entry, ZoneFileFields fields, uint? writtenTtl, out uint ttl)
    {
        _previousTtl = writtenTtl ?? _defaultTtl ?? _previousTtl;
        ttl = _previousTtl ?? 0;
        return _previousTtl is not null
            || fields.Report(entry.Tokens[0].Position, "this record has no TTL: write one, or $TTL before it");
    }
}
