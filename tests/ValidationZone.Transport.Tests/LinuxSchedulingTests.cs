using System.Net;
using System.Net.Sockets;
using ValidationZone.Transport.Interop;

namespace ValidationZone.Transport.Tests;

/// <summary>What threads that answer tell Linux about themselves.</summary>
public sealed class LinuxSchedulingTests
{
    public LinuxSchedulingTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "this is about Linux");

    [Theory]
    [InlineData(UdpEngine.Batch)]
    [InlineData(UdpEngine.Portable)]
    public void Thread_that_answers_runs_soon_and_has_the_same_share_as_others(UdpEngine engine)
    {
        Assert.True(LinuxScheduling.TryRead(0, out SchedulingAttributes usual));
        // Nobody else's, and short enough for Linux to keep all of it in the name of a thread.
        var own = new IPEndPoint(IPAddress.Parse($"127.77.3.{(int)engine}"), 0);
        using var listeners = UdpListeners.Bind([own], Answerers.Real(), new UdpOptions(engine, Workers: 1));
        listeners.Start();
        using var client = new UdpClientSocket(AddressFamily.InterNetwork);
        client.Ask(Queries.Ask(1), listeners.LocalEndPoints[0]);

        Assert.True(LinuxScheduling.TryRead(FindThread($"udp {own.Address}:"), out SchedulingAttributes answering));

        Assert.Equal(KnowsSlices() ? LinuxScheduling.ShortSlice : usual.Runtime, answering.Runtime);
        Assert.Equal((usual.Policy, usual.Nice, usual.Flags), (answering.Policy, answering.Nice, answering.Flags));
    }

    [Fact]
    public void Thread_that_is_not_there_has_no_schedule() =>
        Assert.False(LinuxScheduling.TryRead(int.MaxValue, out _));

    private static bool KnowsSlices() => Environment.OSVersion.Version >= new Version(6, 12);

    private static int FindThread(string name) => Directory.GetDirectories("/proc/self/task")
        .Where(task => ReadName(task).StartsWith(name, StringComparison.Ordinal))
        .Select(task => int.Parse(Path.GetFileName(task), provider: null))
        .Single();

    private static string ReadName(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm");
        }
        catch (IOException)
        {
            // A thread of another test that has ended meanwhile.
            return "";
        }
    }
}
