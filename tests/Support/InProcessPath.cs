using ValidationZone.Authority.Answering;

namespace ValidationZone.Tests.Support;

/// <summary>Calls the answerer.</summary>
public sealed class InProcessPath(AZone zone, DnsTransport transport)
    : ScenarioPath($"{transport} in process", transport)
{
    /// <summary>A path for each transport.</summary>
    public static Task<IReadOnlyList<ScenarioPath>> OpenAll(AZone zone) =>
        Task.FromResult<IReadOnlyList<ScenarioPath>>(
            [.. Enum.GetValues<DnsTransport>().Select(transport => new InProcessPath(zone, transport))]);

    public override Task<byte[]> AskAsync(byte[] request) => Task.FromResult(zone.Send(request, Transport).ToArray());

    public override Task<byte[]> AskInVainAsync(byte[] request) => AskAsync(request);

    public override Task EndAsync() => Task.CompletedTask;
}
