using System.Diagnostics;
using System.Globalization;

namespace ValidationZone.Authority.Tests.Fuzz;

/// <summary>What a fuzz run has seen so far.</summary>
internal sealed class FuzzReport
{
    private const int MostKept = 10;
    private readonly List<string> _findings = [];
    private long _residentAtStart;

    internal long Packets { get; set; }

    internal long Replies { get; set; }

    internal int Exceptions { get; private set; }

    internal int Breaches { get; private set; }

    internal bool IsClean => Exceptions + Breaches == 0;

    /// <summary>How much more memory the process holds than when measuring began, in percent.</summary>
    internal double GrowthPercent => 100.0 * (Resident() - _residentAtStart) / _residentAtStart;

    /// <summary>Begins to measure memory, once everything has been compiled and every buffer has its size.</summary>
    internal void StartMeasuring() => _residentAtStart = Resident();

    internal void AddException(byte[] packet, Exception exception)
    {
        Exceptions++;
        Keep($"packet {Packets}: {exception}\n{Convert.ToHexString(packet)}");
    }

    internal void AddBreach(byte[] packet, string breach)
    {
        Breaches++;
        Keep($"packet {Packets}: {breach}\n{Convert.ToHexString(packet)}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Packets} packets, {Replies} replies, {Exceptions} exceptions, {Breaches} invariant breaks, "
        + $"RSS {_residentAtStart / 1024} KiB at first, {GrowthPercent:F2} % growth\n")
        + string.Join('\n', _findings);

    private static long Resident()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private void Keep(string finding)
    {
        if (_findings.Count < MostKept)
            _findings.Add(finding);
    }
}
