using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Accounts;

/// <summary>The file that holds the pepper: 64 hexadecimal digits and a newline, readable by its owner only.</summary>
internal static class PepperFile
{
    private const int DigitCount = 2 * KeyHasher.PepperLengthInOctets;

    /// <summary>
    /// Making a file takes milliseconds; who waits longer for another server waits for something else.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>No second writer. Windows renames and reads an open file only if its opener lets it.</summary>
    private static FileShare LockingShare =>
        OperatingSystem.IsWindows() ? FileShare.Read | FileShare.Delete : FileShare.None;

    internal static byte[] LoadOrCreate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string fullPath = Path.GetFullPath(path);
        try
        {
            if (!File.Exists(fullPath))
                Create(fullPath);

            return Load(fullPath);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"the pepper file {fullPath} cannot be read or made: {denied.Message}", denied);
        }
    }

    private static byte[] Load(string path)
    {
        // A pepper that others have read protects no longer; better no start than a false sense of safety.
        if (PrivateFile.IsOpenToOthers(path))
            throw new IOException($"the pepper file {path} is open to other users; it must have mode 0600");

        // The server that has just made it holds its lock for a moment longer, and .NET asks for one to read too.
        FileStream? opened = null;
        IOException? refusal = null;
        if (!SpinWait.SpinUntil(() => TryOpen(path, out opened, out refusal), LongestWait))
            throw new IOException($"the pepper file {path} cannot be read: {refusal?.Message}", refusal);

        using FileStream file = opened!;

        // One octet more than there should be, so that a longer file is seen to be longer.
        var text = new byte[DigitCount + 2];
        int length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        var pepper = new byte[KeyHasher.PepperLengthInOctets];
        bool isWellFormed = length == DigitCount + 1
            && text[DigitCount] == (byte)'\n'
            && Convert.FromHexString(text.AsSpan(0, DigitCount), pepper, out _, out _) == OperationStatus.Done;
        CryptographicOperations.ZeroMemory(text);
        return isWellFormed
            ? pepper
            : throw new IOException($"the pepper file {path} is not {DigitCount} hexadecimal digits and a newline");
    }

    private static bool TryOpen(string path, out FileStream? file, out IOException? refusal)
    {
        (file, refusal) = (null, null);
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (IOException held) when (held is not (FileNotFoundException or DirectoryNotFoundException))
        {
            refusal = held;
            return false;
        }
    }

    private static void Create(string path)
    {
        PrivateFile.CreateFolderOf(path);
        IOException? refusal = null;
        if (!SpinWait.SpinUntil(() => File.Exists(path) || TryCreate(path, out refusal), LongestWait))
            throw new IOException($"the pepper file {path} cannot be made: {refusal?.Message}", refusal);
    }

    /// <summary>Writes a whole file beside the path, then gives it the name.</summary>
    /// <remarks>
    /// The new file is also the lock: who holds it and finds no pepper is alone, since nothing ever takes the pepper
    /// away again. Renaming alone would not do, because it replaces the pepper of a server that was a moment faster.
    /// </remarks>
    /// <returns><see langword="false"/> when another server holds the lock.</returns>
    private static bool TryCreate(string path, out IOException? refusal)
    {
        string unfinished = path + ".new";
        FileStream file;
        try
        {
            file = PrivateFile.Open(unfinished, FileMode.OpenOrCreate, LockingShare);
        }
        catch (IOException held)
        {
            refusal = held;
            return false;
        }

        using (file)
        {
            refusal = null;
            if (File.Exists(path))
            {
                File.Delete(unfinished);
                return true;
            }

            // Renamed while still locked, and only when whole and on the disk: a crash leaves no half of a pepper.
            Write(file);
            File.Move(unfinished, path, overwrite: true);
            return true;
        }
    }

    private static void Write(FileStream file)
    {
        byte[] pepper = RandomNumberGenerator.GetBytes(KeyHasher.PepperLengthInOctets);
        byte[] text = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(pepper) + "\n");

        // A server that was killed while it wrote may have left a part.
        file.SetLength(0);
        file.Write(text);
        file.Flush(flushToDisk: true);
        CryptographicOperations.ZeroMemory(pepper);
        CryptographicOperations.ZeroMemory(text);
    }
}
