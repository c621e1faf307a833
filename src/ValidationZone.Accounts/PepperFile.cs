using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Accounts;

/// <summary>The file that holds the pepper: 64 hexadecimal digits and a newline, readable by its owner only.</summary>
internal static class PepperFile
{
    private const int DigitCount = 2 * KeyHasher.PepperLengthInOctets;

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
        if (PrivateFile.IsOpenToOthers(path))
            throw new IOException($"the pepper file {path} is open to other users; it must have mode 0600");

        using FileStream file = File.OpenRead(path);
        Span<byte> text = stackalloc byte[DigitCount + 2];
        int length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        var pepper = new byte[KeyHasher.PepperLengthInOctets];
        bool isWellFormed = length == DigitCount + 1
            && text[DigitCount] == (byte)'\n'
            && Convert.FromHexString(text[..DigitCount], pepper, out _, out _) == OperationStatus.Done;
        CryptographicOperations.ZeroMemory(text);
        return isWellFormed
            ? pepper
            : throw new IOException($"the pepper file {path} is not {DigitCount} hexadecimal digits and a newline");
    }

    /// <summary>Writes a whole file beside the path and gives it the name only if nobody else has it.</summary>
    private static void Create(string path)
    {
        PrivateFile.CreateFolderOf(path);
        string temporary = $"{path}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}.tmp";
        try
        {
            Write(temporary);
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another server was first; its pepper is the one that counts.
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void Write(string path)
    {
        Span<byte> pepper = stackalloc byte[KeyHasher.PepperLengthInOctets];
        RandomNumberGenerator.Fill(pepper);
        byte[] text = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(pepper) + "\n");
        using (FileStream file = PrivateFile.Open(path, FileMode.CreateNew))
        {
            file.Write(text);
            file.Flush(flushToDisk: true);
        }

        CryptographicOperations.ZeroMemory(pepper);
        CryptographicOperations.ZeroMemory(text);
    }
}
