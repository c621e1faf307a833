using ValidationZone.Authority.Answering;

namespace ValidationZone.Tests.Support;

/// <summary>One way from a scenario to the answerer: a call, or a socket of one transport and address family.</summary>
/// <param name="name">What failures call it, such as UDP4.</param>
/// <param name="transport">What the answerer takes it for.</param>
public abstract class ScenarioPath(string name, DnsTransport transport) : IAsyncDisposable
{
    public string Name { get; } = name;

    public DnsTransport Transport { get; } = transport;

    /// <summary>The cookie of the last reply that had one, in hex.</summary>
    internal string Cookie { get; set; } = "";

    /// <summary>Sends a request and waits for the reply; empty is silence, where silence can be seen.</summary>
    public abstract Task<byte[]> AskAsync(byte[] request);

    /// <summary>Sends a request that is to be met with silence, and shows the reply if one comes after all.</summary>
    public abstract Task<byte[]> AskInVainAsync(byte[] request);

    /// <summary>Fails when more replies came than were awaited.</summary>
    public abstract Task EndAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
