using System.Collections;
using Microsoft.Extensions.Configuration;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Tests;

public sealed class ConfigurationLayersTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Flag_beats_environment_and_environment_beats_file()
    {
        string file = Write("""{"Zone":{"Name":"file.example","Ttl":"2s","NegativeTtl":"3s"}}""");
        var environment =
            new Hashtable { ["VALIDATIONZONE_Zone__Name"] = "env.example", ["VALIDATIONZONE_ZONE__TTL"] = "4s" };

        ServerOptions options = Load(file, environment, new() { ["Zone:Name"] = "flag.example" });

        Assert.Equal(("flag.example", "4s", "3s"), (options.Zone.Name, options.Zone.Ttl, options.Zone.NegativeTtl));
    }

    [Fact]
    public void Higher_list_replaces_the_lower_one_as_a_whole()
    {
        string file = Write("""
            {"Api":{
              "Listen":["http://127.0.0.1:1","http://0.0.0.0:2"],
              "TrustedProxies":["10.0.0.0/8","10.1.0.0/16"]}}
            """);
        var environment = new Hashtable { ["VALIDATIONZONE_Api__TrustedProxies__0"] = "192.0.2.0/24" };

        ServerOptions options = Load(file, environment, new() { ["Api:Listen:0"] = "http://127.0.0.1:3" });

        Assert.Equal(["http://127.0.0.1:3"], options.Api.Listen!);
        Assert.Equal(["192.0.2.0/24"], options.Api.TrustedProxies!);
    }

    [Fact]
    public void Empty_list_in_the_file_is_an_empty_list()
    {
        string file = Write("""{"Api":{"TrustedProxies":[],"CorsOrigins":[]}}""");

        ServerOptions options = Load(file, [], []);

        Assert.Equal(0, (options.Api.TrustedProxies?.Length ?? 0) + (options.Api.CorsOrigins?.Length ?? 0));
    }

    [Fact]
    public void Printed_settings_can_be_read_as_a_file_and_give_the_same()
    {
        string printed = PrintedConfiguration.Print(ServerOptions.From(new ConfigurationBuilder().Build()));
        var problems = new List<string>();

        IConfiguration read = ConfigurationLayers.Load(
            Write(printed), new Hashtable(), new Dictionary<string, string?>(), problems);

        Assert.True(OptionsCheck.TryCheck(read, out _, problems), string.Join('\n', problems));
        Assert.Equal(printed, PrintedConfiguration.Print(ServerOptions.From(read)));
    }

    [Theory]
    [InlineData("missing.json", null)]
    [InlineData("broken.json", "{")]
    [InlineData("list.json", "[]")]
    [InlineData("double.json", """{"Database":"sqlite:a","Database":"sqlite:b"}""")]
    public void File_that_cannot_be_read_is_a_problem_that_names_it(string name, string? content)
    {
        if (content is not null)
            File.WriteAllText(_folder.File(name), content);

        var problems = new List<string>();
        ConfigurationLayers.Load(_folder.File(name), new Hashtable(), new Dictionary<string, string?>(), problems);

        Assert.Contains(name, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Misspelt_variable_is_a_problem_and_another_tools_variable_is_not()
    {
        var environment =
            new Hashtable { ["VALIDATIONZONE_Api__Listn__0"] = "x", ["VALIDATIONZONE_TESTS"] = "1", ["PATH"] = "/bin" };
        var problems = new List<string>();
        IConfiguration read = ConfigurationLayers.Load(null, environment, new Dictionary<string, string?>(), problems);

        OptionsCheck.TryCheck(read, out _, problems);

        Assert.Equal(["Api:Listn:0: there is no such setting"], problems);
    }

    public void Dispose() => _folder.Dispose();

    private static ServerOptions Load(string file, Hashtable environment, Dictionary<string, string?> flags)
    {
        var problems = new List<string>();
        var options = ServerOptions.From(ConfigurationLayers.Load(file, environment, flags, problems));
        Assert.Empty(problems);
        return options;
    }

    private string Write(string json)
    {
        string path = _folder.File("settings.json");
        File.WriteAllText(path, json);
        return path;
    }
}
