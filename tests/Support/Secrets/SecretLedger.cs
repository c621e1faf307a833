using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace ValidationZone.Tests.Support;

/// <summary>
/// Writes down every secret that the tests see issued, and keeps what servers have written, so that the one can be
/// searched for in the other when all tests have run.
/// </summary>
/// <remarks>
/// Does nothing unless VALIDATIONZONE_SECRET_LEDGER names a folder. Each process writes files of its own there. What is
/// kept is bounded for each file and for each process.
/// </remarks>
public static partial class SecretLedger
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "VALIDATIONZONE_SECRET_LEDGER";

    private const int LongestFile = 8 * 1024 * 1024;
    private const long MostOctets = 1024L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Lock Writing = new();
    private static long s_kept;
    private static int s_files;

    /// <summary>Where all is kept; <see langword="null"/> for nowhere.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable(Variable);

    /// <summary>Writes a secret down.</summary>
    /// <param name="kind">What it is: key, token, pepper or cookie.</param>
    /// <param name="secret">Its text.</param>
    public static void Issue(string kind, string secret)
    {
        if (Folder is not null)
            Append($"secrets-{Environment.ProcessId}.txt", $"{kind} {secret}\n");
    }

    /// <summary>Writes down the keys and tokens in what was printed or replied on purpose.</summary>
    public static void IssueAll(string output)
    {
        if (Folder is null)
            return;

        foreach (Match token in Token().Matches(output))
            Issue("token", token.Value);

        foreach (Match key in Key().Matches(output))
            Issue("key", key.Groups[1].Value);
    }

    /// <summary>Keeps the reply to a request that was refused.</summary>
    public static void KeepRefusal(int status, string reply)
    {
        if (Folder is not null && status >= 300)
            Append($"refusals-{Environment.ProcessId}.txt", $"{status} {reply}\n");
    }

    /// <summary>Keeps what a server has logged or printed.</summary>
    public static void KeepLog(string text)
    {
        if (Folder is not null)
            Keep("log", new MemoryStream(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// Keeps the databases and audit files of a folder that is about to be deleted, and writes down the peppers and
    /// the clients' keys that are in it.
    /// </summary>
    public static void KeepFolder(string folder)
    {
        if (Folder is null || !Directory.Exists(folder))
            return;

        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetFileName(path);
            if (name.EndsWith(".pepper", StringComparison.Ordinal))
                IssuePepper(ReadAllText(path));
            else if (name.Contains(".db", StringComparison.Ordinal) || path.Contains("audit", StringComparison.Ordinal))
                KeepFile(path);
            else if (name.EndsWith(".json", StringComparison.Ordinal))
                IssueAll(ReadAllText(path));
        }
    }

    private static void KeepFile(string path)
    {
        // Only the first part of a long one.
        using FileStream? file = Open(path);
        if (file is not null)
            Keep(Path.GetFileName(path), file);
    }

    private static string ReadAllText(string path)
    {
        using FileStream? file = Open(path);
        return file is null ? "" : new StreamReader(file).ReadToEnd();
    }

    /// <summary>Opens a file as soon as nobody has it locked; <see langword="null"/> when it is gone.</summary>
    private static FileStream? Open(string path)
    {
        // A process that the test has killed may be ending still: it holds locks, and takes files away.
        FileStream? file = null;
        IOException? refusal = null;
        return SpinWait.SpinUntil(() => TryOpen(path, out file, out refusal), Patience) ? file : throw refusal!;
    }

    private static bool TryOpen(string path, out FileStream? file, out IOException? refusal)
    {
        (file, refusal) = (null, null);
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (IOException fault)
        {
            refusal = fault;
            return fault is FileNotFoundException or DirectoryNotFoundException;
        }
    }

    private static void IssuePepper(string text)
    {
        // Some tests damage the file; what is no pepper is no secret.
        if (Pepper().IsMatch(text))
            Issue("pepper", text.Trim());
    }

    private static void Keep(string name, Stream content)
    {
        lock (Writing)
        {
            long length = Math.Min(LongestFile, content.Length);
            if (s_kept + length > MostOctets)
                return;

            s_kept += length;
            s_files++;
            byte[] octets = new byte[length];
            int read = content.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
            using FileStream file = File.Create(Path.Combine(Folder!, $"kept-{Environment.ProcessId}-{s_files}-{name}.gz"));
            using var packed = new GZipStream(file, CompressionLevel.Fastest);
            packed.Write(octets.AsSpan(0, read));
        }
    }

    private static void Append(string name, string line)
    {
        lock (Writing)
            File.AppendAllText(Path.Combine(Folder!, name), line);
    }

    [GeneratedRegex("vz_[A-Za-z0-9_-]{43}")]
    private static partial Regex Token();

    [GeneratedRegex("(?:password|key)\\W+([A-Za-z0-9_-]{40})(?![A-Za-z0-9_-])", RegexOptions.IgnoreCase)]
    private static partial Regex Key();

    [GeneratedRegex("^[0-9a-fA-F]{64}\n?$")]
    private static partial Regex Pepper();
}
