using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Server.Hosting;
using ValidationZone.Tests.Support;
using ValidationZone.Transport;
using ValidationZone.Wire;

namespace ValidationZone.Server.Tests;

public sealed class StreamEndpointTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Connection_whose_client_takes_its_last_answers_is_not_cut_off()
    {
        var connection = new StubConnection();
        Task serving = Serve(connection);

        connection.Leave();
        await serving.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.False(connection.IsAborted);
    }

    [Fact]
    public async Task Connection_whose_client_never_takes_its_last_answers_is_cut_off()
    {
        var connection = new StubConnection();
        Task serving = Serve(connection);

        _clock.Advance(StreamOptions.Default.WriteTimeout);
        await serving.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.True(connection.IsAborted);
    }

    /// <summary>Serves a client that has asked nothing and has closed its side.</summary>
    private Task Serve(StubConnection connection)
    {
        var contents = ZoneContents.Synthesise(DomainName.Parse("auth.example.org"), [IPAddress.Loopback], 5);
        var answerer = new QueryAnswerer(new ServedZone(contents, _clock), new AnswererOptions());
        var streams = new StreamConnection(answerer, StreamOptions.Default, _clock);
        return new StreamEndpoint(streams).ServeAsync(connection);
    }

    /// <summary>A connection that is closed only once its octets have left, as Kestrel's are.</summary>
    private sealed class StubConnection : ConnectionContext, IDuplexPipe
    {
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override string ConnectionId { get; set; } = "1";

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override IDuplexPipe Transport
        {
            get => this;
            set => throw new NotSupportedException();
        }

        public bool IsAborted { get; private set; }

        PipeReader IDuplexPipe.Input { get; } = PipeReader.Create(Stream.Null);

        PipeWriter IDuplexPipe.Output { get; } = PipeWriter.Create(Stream.Null);

        public void Leave() => _left.TrySetResult();

        public override void Abort(ConnectionAbortedException abortReason)
        {
            IsAborted = true;
            Leave();
        }

        public override async ValueTask DisposeAsync()
        {
            await _left.Task;
            await base.DisposeAsync();
        }
    }
}
