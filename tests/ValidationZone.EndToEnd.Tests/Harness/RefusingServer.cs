using System.Net;
using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>An API that refuses a number of times, with Retry-After, before it registers and publishes.</summary>
internal sealed class RefusingServer : IAsyncDisposable
{
    public const string Fulldomain = "d420c923-bbd7-4056-ab64-c3ca54c9b3cf.auth.example.test";
    public const string Password = "pbAXVjlIOE01xbut7YnAbkhMQIkcwoHO0ek2j4Q0";

    private const string Account =
        $"{{\"username\":\"eabcdb41-d89f-4580-826f-3e62e9755ef2\",\"password\":\"{Password}\","
        + $"\"fulldomain\":\"{Fulldomain}\",\"subdomain\":\"d420c923-bbd7-4056-ab64-c3ca54c9b3cf\",\"allowfrom\":[]}}";

    private readonly HttpListener _listener = new();
    private readonly HttpStatusCode _refusal;
    private readonly Task _loop;
    private int _refusalsLeft;

    public RefusingServer(HttpStatusCode refusal, int refusals)
    {
        Address = $"http://127.0.0.1:{FreePort.Next()}";
        _refusal = refusal;
        _refusalsLeft = refusals;
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _loop = AnswerAsync();
    }

    public string Address { get; }

    public int Requests { get; private set; }

    /// <summary>Runs while a client waits for its answer.</summary>
    public Action? DuringRequest { get; set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Requests++;
            DuringRequest?.Invoke();
            Answer(context);
        }
    }

    private void Answer(HttpListenerContext context)
    {
        bool registers = context.Request.Url!.AbsolutePath == "/register";
        bool refuses = _refusalsLeft-- > 0;
        if (refuses)
            context.Response.AddHeader("Retry-After", "1");
        context.Response.StatusCode =
            (int)(refuses ? _refusal : registers ? HttpStatusCode.Created : HttpStatusCode.OK);
        using var asked = new StreamReader(context.Request.InputStream);
        string body = refuses ? "{\"error\": \"busy\"}" : registers ? Account : asked.ReadToEnd();
        context.Response.Close(Encoding.ASCII.GetBytes(body), false);
    }
}
