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
    private readonly StreamAdmission _admission;

    public StreamEndpointTests() => _admission = new StreamAdmission(new StreamLimits(1, 1), _clock);

    [Fact]
    public async Task Connection_whose_client_takes_its_last_answers_is_not_cut_off()
    {
        var connection = new StubConnection();
        Task serving = Serve(connection);

        connection.Leave();
        await serving.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.False(connection.IsAborted);
    }

    [Fact]
    public async Task Connection_whose_client_never_takes_its_last_answers_is_cut_off()
    {
        var connection = new StubConnection();
        Task serving = Serve(connection);

        _clock.Advance(StreamOptions.Default.WriteTimeout);
        await serving.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(connection.IsAborted);
    }

    [Fact]
    [Trait("Row", "T11")]
    public async Task Connection_within_its_handshake_that_has_to_make_room_is_cut_off()
    {
        var connection = new StubConnection();
        var handshake = new TaskCompletionSource();
        Task admitted = NewEndpoint().AdmitAsync(connection, _ => handshake.Task);

        Assert.NotNull(_admission.TryAdmit(null));

        Assert.True(connection.IsAborted);
        handshake.SetResult();
        await admitted;
    }

    [Fact]
    [Trait("Row", "T11")]
    public async Task Connection_that_is_not_let_in_costs_nothing()
    {
        while (_admission.RefusedCount == 0)
            _admission.TryAdmit(null);

        Task refused = NewEndpoint().AdmitAsync(new StubConnection(), _ => throw new InvalidOperationException("let in"));

        Assert.True(refused.IsCompletedSuccessfully);
        await refused;
    }

    [Fact]
    public async Task Connection_that_ends_gives_its_place_back()
    {
        for (int i = 0; i < 10; i++)
            await NewEndpoint().AdmitAsync(new StubConnection(), _ => Task.CompletedTask);

        Assert.Equal((0, 0), (_admission.DisplacedCount, _admission.RefusedCount));
    }

    /// <summary>Serves a client that has asked nothing and has closed its side.</summary>
    private Task Serve(StubConnection connection)
    {
        StreamEndpoint endpoint = NewEndpoint();
        return endpoint.AdmitAsync(connection, endpoint.ServeAsync);
    }

    private StreamEndpoint NewEndpoint()
    {
        var contents = ZoneContents.Synthesise(DomainName.Parse("auth.example.org"), [IPAddress.Loopback], 5);
        var answerer = new QueryAnswerer(new ServedZone(contents, _clock), new AnswererOptions());
        var streams = new StreamConnection(answerer, StreamOptions.Default, _clock);
        return new StreamEndpoint(streams, _admission);
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
