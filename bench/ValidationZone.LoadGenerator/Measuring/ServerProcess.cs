using System.Globalization;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>What a server has used, its child processes included: NSD answers in a child.</summary>
/// <param name="id">The server's process.</param>
/// <param name="threads">How the names of threads begin that are also measured apart; empty for none.</param>
internal sealed class ServerProcess(int id, string threads = "")
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double ClockTicksASecond = 100;

    // Counted behind the name, which may hold blanks and parentheses: state is 0.
    private const int ParentField = 1;
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;

    /// <summary>Processor time so far.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    internal ServerTime ReadTime()
    {
        double user = 0;
        double system = 0;
        foreach (string[] fields in Family())
        {
            user += Number(fields[UserTimeField]) / ClockTicksASecond;
            system += Number(fields[SystemTimeField]) / ClockTicksASecond;
        }

        return new ServerTime(user, system, threads.Length == 0 ? 0 : ReadThreadTime());
    }

    /// <summary>Resident memory in mebibytes, summed over the processes.</summary>
    internal double ReadResidentMebibytes()
    {
        double kibibytes = 0;
        foreach (int member in MemberIds())
        {
            string? line = File.ReadLines($"/proc/{member}/status")
                .FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            kibibytes += line is null ? 0 : Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }

        return kibibytes / 1024;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private double ReadThreadTime()
    {
        double seconds = 0;
        foreach (string folder in Directory.EnumerateDirectories($"/proc/{id}/task"))
        {
            if (File.ReadAllText(folder + "/comm").StartsWith(threads, StringComparison.Ordinal)
                && TryReadFields(folder) is { } fields)
            {
                seconds += (Number(fields[UserTimeField]) + Number(fields[SystemTimeField])) / ClockTicksASecond;
            }
        }

        return seconds;
    }

    private static string[]? TryReadFields(int process) => TryReadFields($"/proc/{process}");

    private static string[]? TryReadFields(string folder)
    {
        try
        {
            string text = File.ReadAllText(folder + "/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // Ended between being listed and being read.
            return null;
        }
    }

    private IEnumerable<string[]> Family() => MemberIds().Select(TryReadFields).OfType<string[]>();

    private List<int> MemberIds()
    {
        if (TryReadFields(id) is null)
            throw new IOException($"there is no process {id}");

        Dictionary<int, int> parents = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int process) && TryReadFields(process) is { } fields)
                parents[process] = (int)Number(fields[ParentField]);
        }

        // Children come after their parents have been taken in, whatever the order of the folders.
        List<int> members = [id];
        for (int i = 0; i < members.Count; i++)
            members.AddRange(parents.Where(pair => pair.Value == members[i]).Select(pair => pair.Key));

        return members;
    }
}
