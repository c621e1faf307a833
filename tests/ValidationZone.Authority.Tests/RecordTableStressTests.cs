using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>Readers and writers at the same time, with a checker.</summary>
public sealed class RecordTableStressTests
{
    private const int Generations = 4;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_thousand_names_grow_under_readers_that_miss_none()
    {
        const int count = 200_000;
        AZone zone = AZone.Loaded();
        int published = 0;
        Task[] readers =
            [.. Enumerable.Range(0, 2).Select(seed => Task.Run(() => ReadWhileGrowing(seed), Cancellation))];

        for (int i = 0; i < count; i++)
        {
            zone.Publish(Name(i), AZone.V1);
            Volatile.Write(ref published, i + 1);
        }

        await Task.WhenAll(readers);
        Assert.Equal(count + 2, zone.Zone.Table.SubdomainCount);
        for (int i = 0; i < count; i += 97)
            Assert.Single(zone.Ask(Name(i), "TXT").Answer);

        void ReadWhileGrowing(int seed)
        {
            var reader = new Reader(zone);
            var random = new Random(seed);
            int known;
            do
            {
                known = Volatile.Read(ref published);
                if (known > 0)
                    Assert.Single(reader.Ask(Name(random.Next(known))).Answer);
            }
            while (known < count);
        }
    }

    [Fact]
    public async Task Publishing_is_neither_torn_nor_lost()
    {
        AZone zone = AZone.Loaded(clock: new StoppedClock());
        var names = new PublishedName[8];
        for (int i = 0; i < names.Length; i++)
            names[i] = new PublishedName(zone, Name(i));

        var watch = Stopwatch.StartNew();
        Task[] tasks =
        [
            .. names.Chunk(4).Select(mine => Task.Run(() => PublishUntil(mine, watch), Cancellation)),
            Task.Run(() => ChurnUntil(zone, watch), Cancellation),
            Task.Run(() => CheckUntil(new Reader(zone), names, watch), Cancellation),
            Task.Run(() => CheckUntil(new Reader(zone), names, watch), Cancellation),
        ];

        await Task.WhenAll(tasks);
        Assert.All(names, name => Assert.Equal(name.Published, name.Generation(new Reader(zone).Ask(name.Name))));
    }

    [Fact]
    public async Task Node_that_takes_the_place_of_another_is_never_missing_to_readers()
    {
        AZone zone = AZone.Loaded(clock: new StoppedClock());
        zone.Publish(Name(0), AZone.V1);
        RecordTable table = zone.Zone.Table;
        TxtRRset values = TxtRRset.Create([Encoding.ASCII.GetBytes(AZone.V1)], ttlSeconds: 1);
        uint serial = table.Serial;

        var watch = Stopwatch.StartNew();
        Task<long> reading = Task.Run(CountMissing, Cancellation);
        while (watch.Elapsed < Duration)
            Assert.True(table.TryPublish(new OwnNode("\u0002s0"u8), values));

        Assert.Equal(0, await reading);
        Assert.Equal(serial, table.Serial);

        // Without a reply to write and parse, so that hardly any moment goes unwatched.
        long CountMissing()
        {
            long missing = 0;
            while (watch.Elapsed < Duration)
                missing += table.Find("\u0002s0"u8)?.Challenges is { Count: 1 } ? 0 : 1;

            return missing;
        }
    }

    [Fact]
    public void Twenty_thousand_removed_names_leave_nothing_behind()
    {
        AZone zone = AZone.Loaded();
        int before = zone.Zone.Table.SubdomainCount;
        var nodes = new List<WeakReference>();

        for (int round = 0; round < 100; round++)
            RegisterAndRemove(zone, round, nodes);

        GC.Collect();
        Assert.Equal(before + 1, zone.Zone.Table.SubdomainCount);
        Assert.Single(nodes, node => node.IsAlive);
        Assert.Equal("NOERROR", zone.Ask($"p.{AZone.Apex}", "TXT").Rcode);
    }

    // Apart, so that no local variable of the test keeps a node.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterAndRemove(AZone zone, int round, List<WeakReference> nodes)
    {
        // One of them stands above the others: its name stays when it is removed, and in the last round for good, since
        // one name below it is left.
        byte[] parent = [1, (byte)'p'];
        byte[][] children = [.. Enumerable.Range(0, 200)
            .Select(i => Encoding.ASCII.GetBytes($"\u0008{i:x4}{round:x4}\u0001p"))];
        foreach (byte[] name in children.Prepend(parent))
        {
            var node = new OwnNode(name);
            nodes.Add(new WeakReference(node));
            Assert.True(zone.Zone.Table.TryPublish(node, TxtRRset.Empty));
        }

        foreach (byte[] name in children.Skip(round == 99 ? 1 : 0).Prepend(parent))
            Assert.True(zone.Zone.Table.Remove(name));
    }

    private static void PublishUntil(PublishedName[] names, Stopwatch watch)
    {
        while (watch.Elapsed < Duration)
        {
            foreach (PublishedName name in names)
                name.PublishNext();
        }
    }

    /// <summary>Registers and removes other names, so that the table grows, is pruned and is rebuilt.</summary>
    private static void ChurnUntil(AZone zone, Stopwatch watch)
    {
        int size = 1;
        while (watch.Elapsed < Duration)
        {
            for (int i = 0; i < size; i++)
                zone.Publish($"deep{i}.churn{i % 10}.{AZone.Apex}", AZone.V1);

            for (int i = 0; i < size; i++)
                Assert.True(zone.Remove($"deep{i}.churn{i % 10}.{AZone.Apex}"));

            size = size >= 20_000 ? 1 : size * 3;
        }
    }

    private static void CheckUntil(Reader reader, PublishedName[] names, Stopwatch watch)
    {
        while (watch.Elapsed < Duration)
        {
            foreach (PublishedName name in names)
            {
                int published = name.Published;
                int seen = name.Generation(reader.Ask(name.Name));

                Assert.True(seen >= published, $"{name.Name} shows {seen} after {published} was published");
            }
        }
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"s{number}.{AZone.Apex}");

    /// <summary>A name whose values all carry the number of the change that published them.</summary>
    private sealed class PublishedName
    {
        private readonly AZone _zone;
        private int _published;

        internal PublishedName(AZone zone, string name)
        {
            _zone = zone;
            Name = name;
            PublishNext();
        }

        internal string Name { get; }

        internal int Published => Volatile.Read(ref _published);

        internal void PublishNext()
        {
            int next = _published + 1;
            int count = 1 + (next % Generations);
            uint before = _zone.Zone.Table.Serial;
            _zone.Publish(Name, [.. Enumerable.Range(0, count).Select(index => $"{next}/{count}/{index}")]);
            Assert.True(_zone.Zone.Table.Serial > before);
            Volatile.Write(ref _published, next);
        }

        /// <summary>The one change that all values of a reply come from.</summary>
        internal int Generation(DnsReply reply)
        {
            Assert.Equal(("NOERROR", "qr aa"), (reply.Rcode, reply.Flags));
            string[][] parts = [.. reply.Answer.Select(record => record.RdataText.Trim('"').Split('/'))];
            string change = Assert.Single(parts.Select(part => part[0]).Distinct());
            Assert.All(parts, part => Assert.Equal(parts.Length, int.Parse(part[1], CultureInfo.InvariantCulture)));
            return int.Parse(change, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Asks with buffers and counters of its own, as each listener thread does.</summary>
    private sealed class Reader(AZone zone)
    {
        private readonly byte[] _response = new byte[QueryAnswerer.UdpResponseCapacity];
        private readonly QueryCounters _counters = new();

        internal DnsReply Ask(string name)
        {
            byte[] request = APacket.Asking(name, "TXT").ToOctets();
            int length = zone.Answerer.Answer(request, _response, new QueryContext(DnsTransport.Udp, _counters));
            return DnsReply.Parse(_response.AsSpan(0, length));
        }
    }

    private sealed class OwnNode(ReadOnlySpan<byte> name) : ZoneNode(name)
    {
        private readonly byte[]? _longName = CopyOfLong(name);

        protected override ReadOnlySpan<byte> LongName => _longName;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
