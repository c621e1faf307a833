using ValidationZone.Server.Tests.Api.V1;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>A server that has as many names as it may have.</summary>
public sealed class FullServerTests : IAsyncLifetime
{
    private readonly V1Server _v1 = new(("Limits:Names", "2"));

    public ValueTask InitializeAsync() => _v1.InitializeAsync();

    public ValueTask DisposeAsync() => _v1.DisposeAsync();

    [Fact]
    public async Task Names_beyond_the_cap_are_507_on_every_route_and_those_there_are_go_on()
    {
        TestAccount first = await _v1.RegisterAsync();
        await _v1.RegisterAsync();
        string txt = Digests.Next();

        HttpReply open = await _v1.Server.PostAsync("/register");
        HttpReply asAdmin = await _v1.AsAdminAsync("POST", "/v1/subdomains", """{"name":"shop"}""");
        HttpReply update = await _v1.Server.UpdateAsync(first, txt);

        Assert.Equal("""507 {"error": "too_many_names"}""", open.ToString());
        Assert.Equal("507 too_many_names", V1Server.CodeOf(asAdmin));
        Assert.Equal(200, update.Status);
        Assert.Equal([txt], (await _v1.Server.AskAsync(first.Fulldomain)).Texts);
        Assert.Equal(2, _v1.Server.Host.SubdomainCount);
    }
}
