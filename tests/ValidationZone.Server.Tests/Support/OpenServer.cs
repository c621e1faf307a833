namespace ValidationZone.Server.Tests;

/// <summary>One server with open registration for all tests of a class.</summary>
public sealed class OpenServer : IAsyncLifetime
{
    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
