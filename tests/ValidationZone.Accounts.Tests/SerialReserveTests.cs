using ValidationZone.Authority.Zone;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Accounts.Tests;

public sealed class SerialReserveTests : IAsyncLifetime
{
    private const long Step = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly TestZone _zone = new();
    private UnreliableStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RecordTable Table => _zone.Zone.Table;

    private long Now => _zone.Clock.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync() => _store = new UnreliableStore(
        await SqliteAccountStore.OpenAsync(_folder.PathOf("validationzone.db"), _zone.Clock, Cancellation));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task First_start_begins_at_the_time_and_reserves_a_step()
    {
        await Reserve().StartAsync(Cancellation);

        Assert.Equal((uint)Now, Table.Serial);
        Assert.Equal(Now + Step, await _store.ReadSerialCeilingAsync(Cancellation));
    }

    [Fact]
    public async Task Start_begins_at_the_ceiling_when_that_is_ahead_of_the_time()
    {
        await _store.RaiseSerialCeilingAsync(Now + 1_000);

        await Reserve().StartAsync(Cancellation);

        Assert.Equal((uint)(Now + 1_000), Table.Serial);
        Assert.Equal(Now + 1_000 + Step, await _store.ReadSerialCeilingAsync(Cancellation));
    }

    [Fact]
    public async Task Start_goes_on_with_a_store_that_cannot_be_written_and_reserves_later()
    {
        SerialReserve reserve = Reserve();
        _store.IsDown = true;
        await reserve.StartAsync(Cancellation);
        long ceiling = await _store.ReadSerialCeilingAsync(Cancellation);
        _store.IsDown = false;

        await RunForASecondAsync(reserve);

        Assert.Equal(0, ceiling);
        Assert.Equal((uint)(Now - 1), Table.Serial);
        Assert.Equal(Now - 1 + Step, await _store.ReadSerialCeilingAsync(Cancellation));
    }

    [Theory]
    [InlineData(Step / 2, false)]
    [InlineData(Step / 2 + 1, true)]
    public async Task Ceiling_moves_when_less_than_half_a_step_is_left(long used, bool isMoved)
    {
        SerialReserve reserve = Reserve();
        await reserve.StartAsync(Cancellation);
        long start = Now;
        Table.RaiseSerial((uint)(start + used));

        await RunForASecondAsync(reserve);

        long expected = isMoved ? start + used + Step : start + Step;
        Assert.Equal(expected, await _store.ReadSerialCeilingAsync(Cancellation));
    }

    [Fact]
    public async Task Reserve_goes_on_when_the_serial_wraps()
    {
        const long Whole = 1L << 32;
        await _store.RaiseSerialCeilingAsync(Whole - 10);
        SerialReserve reserve = Reserve();
        Table.RaiseSerial(uint.MaxValue / 2 + 1_000_000_000);
        await reserve.StartAsync(Cancellation);
        Table.RaiseSerial((uint)(Step * 3 / 4));

        await RunForASecondAsync(reserve);

        Assert.Equal(Whole + Step * 7 / 4, await _store.ReadSerialCeilingAsync(Cancellation));
    }

    private SerialReserve Reserve() => new(_store, Table, _zone.Clock);

    /// <summary>Lets the loop check once; the second time it sleeps, the first check is over.</summary>
    private async Task RunForASecondAsync(SerialReserve reserve)
    {
        using var stop = new CancellationTokenSource();
        Task run = reserve.RunAsync(stop.Token);
        await _zone.Clock.WaitForTimerAsync(_zone.Clock.GetUtcNow().AddSeconds(1), Cancellation);
        _zone.Clock.Advance(TimeSpan.FromSeconds(1));
        await _zone.Clock.WaitForTimerAsync(_zone.Clock.GetUtcNow().AddSeconds(1), Cancellation);
        await stop.CancelAsync();
        await run;
    }
}
