using System.Globalization;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>What a process holds, as Linux tells it.</summary>
internal sealed class ServerResources(int processId)
{
    private const string CloseWait = "08";

    /// <summary>Memory in use, in MiB.</summary>
    public int ResidentMebibytes()
    {
        string line = File.ReadLines($"/proc/{processId}/status").First(IsResident);
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public int Descriptors() => Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length;

    /// <summary>Connections to a port that the client has closed and the server has not.</summary>
    public static int HalfClosed(int port) => File.ReadLines("/proc/net/tcp")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Count(fields => fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal) && fields[3] == CloseWait);

    private static bool IsResident(string line) => line.StartsWith("VmRSS:", StringComparison.Ordinal);
}
