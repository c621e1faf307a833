using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace ValidationZone.LoadGenerator.Cli;

/// <summary><c>baseline-http</c>: a bare Kestrel that answers every request with nothing.</summary>
internal sealed class BaselineCommand
{
    private readonly Option<string> _listen =
        LoadOptions.Endpoint("--listen", "Where to listen", "127.0.0.1:8081");

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var command = new Command("baseline-http", "Serve an empty POST with a bare Kestrel, until a signal comes")
        {
            _listen,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        // As the server builds its own: nothing of the framework that it leaves out, nothing that it has in front.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPEndPoint.Parse(parsed.GetRequiredValue(_listen)));
        });
        await using WebApplication app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });
        await app.StartAsync(cancellation);
        await parsed.InvocationConfiguration.Output.WriteLineAsync($"listening on {parsed.GetValue(_listen)}");
        await app.WaitForShutdownAsync(cancellation);
        return ExitCode.Success;
    }
}
