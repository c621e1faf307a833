using System.Diagnostics;
using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>Loads a zone from a master file (RFC 1035 §5).</summary>
/// <remarks>
/// Takes SOA, NS, A, AAAA, CAA, TXT, CNAME and MX records of class IN, and the directives $ORIGIN and $TTL. Times
/// may have units (<c>1h30m</c>). A quoted text longer than 255 octets becomes several character-strings.
/// </remarks>
public static class ZoneFile
{
    /// <summary>The largest file that is read, in octets.</summary>
    public const int MaxLengthInOctets = 16 * 1024 * 1024;

    /// <summary>Reads and checks a master file.</summary>
    /// <param name="path">The file; also how errors name it.</param>
    /// <param name="apex">The top of the zone and the first origin.</param>
    /// <exception cref="ZoneFileException">
    /// The file cannot be read or is not a valid zone; every problem is listed with file, line and column.
    /// </exception>
    public static ZoneContents Load(string path, DomainName apex)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(apex);
        try
        {
            return Parse(ReadText(path), path, apex);
        }
        catch (IOException exception)
        {
            throw Unreadable(path, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Unreadable(path, exception);
        }
    }

    /// <summary>Reads and checks a master file that is already in memory.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">How errors name it.</param>
    /// <param name="apex">The top of the zone and the first origin.</param>
    /// <exception cref="ZoneFileException">As for <see cref="Load"/>.</exception>
    public static ZoneContents Parse(string text, string path, DomainName apex)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(apex);
        // Rules after reading and in the same list: an operator sees every mistake of both kinds in one run.
        var problems = new ZoneFileProblems(path);
        var reader = new ZoneFileReader(apex, problems);
        if (text.Length <= MaxLengthInOctets)
            reader.Read(text);
        else
            problems.Add(ZoneFilePosition.Start, $"the file is longer than {MaxLengthInOctets} octets");

        CheckRules(apex, reader, problems);
        if (!problems.IsEmpty)
            throw problems.ToException();

        Debug.Assert(reader.Soa is not null, "without a SOA there is a problem");
        return new ZoneContents(apex, reader.Soa, reader.Records);
    }

    private static ZoneFileException Unreadable(string path, Exception exception)
    {
        var problems = new ZoneFileProblems(path);
        problems.Add(ZoneFilePosition.Start, $"the file cannot be read: {exception.Message}");
        return problems.ToException();
    }

    private static void CheckRules(DomainName apex, ZoneFileReader reader, ZoneFileProblems problems)
    {
        // What is missing after a broken entry may well be that entry.
        var rules = new ZoneRules(apex, reader.Records);
        IEnumerable<ZoneViolation> absences = problems.IsEmpty ? rules.FindAbsences() : [];
        List<ZoneViolation> broken = [.. absences, .. rules.FindConflicts().Take(ZoneFileProblems.MaxCount)];
        foreach ((int index, string words) in broken)
            problems.Add(index < 0 ? ZoneFilePosition.Start : reader.Positions[index], words);
    }

    private static string ReadText(string path)
    {
        // One octet more than allowed tells a file that is too long, also for one that has no length of its own.
        using FileStream file = File.OpenRead(path);
        var octets = new byte[(int)Math.Min(file.CanSeek ? file.Length : 4096, MaxLengthInOctets) + 1];
        int length = 0;
        for (int read = -1; read != 0 && length <= MaxLengthInOctets; length += read)
        {
            if (length == octets.Length)
                Array.Resize(ref octets, (int)Math.Min(2L * octets.Length, MaxLengthInOctets + 1));

            read = file.Read(octets, length, octets.Length - length);
        }

        return length <= MaxLengthInOctets
            ? Encoding.UTF8.GetString(octets, 0, length)
            : throw new IOException($"it is longer than {MaxLengthInOctets} octets");
    }
}
