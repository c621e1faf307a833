using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace ValidationZone.Tests.Support;

/// <summary>Looks for every secret of a <see cref="SecretLedger"/> in everything that was kept beside it.</summary>
public sealed class SecretSearch
{
    private readonly Dictionary<string, string> _kindOf = [];
    private readonly List<string> _hits = [];

    private SecretSearch()
    {
    }

    /// <summary>How many secrets there are of each kind.</summary>
    public IReadOnlyDictionary<string, int> Secrets { get; private set; } = new Dictionary<string, int>();

    /// <summary>How many octets were searched.</summary>
    public long Octets { get; private set; }

    /// <summary>How many files were searched.</summary>
    public int Files { get; private set; }

    /// <summary>Where a secret was found, without the secret.</summary>
    public IReadOnlyList<string> Hits => _hits;

    /// <summary>Searches.</summary>
    public static SecretSearch Run(string folder)
    {
        var search = new SecretSearch();
        search.ReadSecrets(folder);
        SearchValues<string> forms = SearchValues.Create([.. search._kindOf.Keys], StringComparison.Ordinal);
        foreach (string path in Directory.GetFiles(folder).Where(IsKept))
            search.Look(path, forms);

        return search;
    }

    private static bool IsKept(string path) =>
        Path.GetFileName(path) is { } name
        && (name.StartsWith("kept-", StringComparison.Ordinal) || name.StartsWith("refusals-", StringComparison.Ordinal));

    private void ReadSecrets(string folder)
    {
        string[] lines = [.. Directory.GetFiles(folder, "secrets-*.txt").SelectMany(File.ReadLines).Distinct()];
        foreach (string line in lines)
        {
            (string kind, string secret) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            foreach (string form in Forms(kind, secret))
                _kindOf[form] = kind;
        }

        Secrets = lines.CountBy(line => line[..line.IndexOf(' ')]).ToDictionary();
    }

    /// <summary>The ways in which a secret could be written; what is octets, also as octets.</summary>
    private static IEnumerable<string> Forms(string kind, string secret)
    {
        byte[] octets = kind is "pepper" or "cookie" ? Convert.FromHexString(secret) : Encoding.ASCII.GetBytes(secret);
        return
        [
            Encoding.Latin1.GetString(octets),
            Convert.ToHexString(octets),
            Convert.ToHexStringLower(octets),
            Convert.ToBase64String(octets).TrimEnd('='),
            Base64Url.EncodeToString(octets),
        ];
    }

    private void Look(string path, SearchValues<string> forms)
    {
        // One octet, one character: a database is searched as it is.
        string text = Encoding.Latin1.GetString(Read(path));
        Octets += text.Length;
        Files++;
        int at = text.AsSpan().IndexOfAny(forms);
        if (at < 0)
            return;

        string found = _kindOf.Keys.First(form => text.AsSpan(at).StartsWith(form, StringComparison.Ordinal));
        _hits.Add($"a {_kindOf[found]} in {Path.GetFileName(path)} at octet {at}");
    }

    private static byte[] Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var octets = new MemoryStream();
        content.CopyTo(octets);
        return octets.ToArray();
    }
}
