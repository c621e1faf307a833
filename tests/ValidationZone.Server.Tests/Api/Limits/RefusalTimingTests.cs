using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ValidationZone.Server.Tests;

/// <summary>What a guesser could learn from a refusal: nothing from its octets, nothing from its time.</summary>
[Collection(nameof(QuietGroup))]
public sealed class RefusalTimingTests : IAsyncLifetime
{
    private const int Samples = 50_000;
    private const int MostRounds = 3;

    private readonly TempFolder _folder = new();
    private TestAccount _account = null!;
    private TestAccount _disabled = null!;

    public async ValueTask InitializeAsync()
    {
        _account = await StoredAccounts.AddAsync(_folder, credential => credential);
        _disabled = await StoredAccounts.AddAsync(_folder, credential => credential with { IsEnabled = false });
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Refusals_are_the_same_octets_whatever_was_wrong(string limit)
    {
        await using InProcessApi api = await OpenAsync(limit);
        await api.AnswerAsync(Kinds()[0]());

        var answers = new List<string>();
        foreach (Func<DefaultHttpContext> kind in Kinds())
            answers.Add(WithoutNumber(await api.AnswerAsync(kind())));

        Assert.Single(answers.Distinct());
        Assert.StartsWith(limit == "0" ? "401" : "429", answers[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Refusals_take_the_same_time_whatever_was_wrong(string limit)
    {
        await using InProcessApi api = await OpenAsync(limit);
        var differing = new List<HashSet<string>>();
        await MeasureAsync(api);

        // A real difference shows each time, with the same sign; what the machine does meanwhile does not.
        do
            differing.Add(Compare(await MeasureAsync(api)));
        while (differing[^1].Count > 0 && differing.Count < MostRounds);

        IEnumerable<string> always = differing.Aggregate((some, others) => [.. some.Intersect(others)]);
        Assert.Empty(always);
    }

    // Each request has its number, whatever becomes of it.
    private static string WithoutNumber(string answer) =>
        string.Join('\n', answer.Split('\n').Where(line => !line.StartsWith("X-Request-Id: ", StringComparison.Ordinal)));

    /// <summary>Unknown user, wrong key, disabled credential with its right key; each of them twice.</summary>
    private Func<DefaultHttpContext>[] Kinds()
    {
        TestAccount[] presented =
        [
            _account with { Username = "01234567-89ab-4def-8123-456789abcdef", Password = new string('x', 40) },
            _account with { Username = "76543210-ba98-4fed-8321-fedcba987654", Password = new string('y', 40) },
            _account with { Password = new string('x', 40) },
            _account with { Password = new string('y', 40) },
            _disabled,
            _disabled,
        ];
        return Array.ConvertAll<TestAccount, Func<DefaultHttpContext>>(
            presented, account => () => InProcessApi.Request("/update", account.Headers));
    }

    private Task<InProcessApi> OpenAsync(string limit) =>
        InProcessApi.OpenAsync(_folder, TimeProvider.System, ("Limits:FailedAuthPerPrefixPerMinute", limit));

    /// <summary>The time of each request, for each kind.</summary>
    private async Task<double[][]> MeasureAsync(InProcessApi api)
    {
        Func<DefaultHttpContext>[] kinds = Kinds();
        double[][] times = [.. kinds.Select(_ => new double[Samples])];
        var random = new Random(Samples);
        int[] order = [.. Enumerable.Range(0, kinds.Length)];
        for (int sample = 0; sample < Samples; sample++)
        {
            // Interleaved, and each kind as often behind any other: whatever slows the machine down slows all of them.
            random.Shuffle(order);
            foreach (int kind in order)
            {
                DefaultHttpContext request = kinds[kind]();
                long started = Stopwatch.GetTimestamp();
                await api.HandleAsync(request);
                times[kind][sample] = Stopwatch.GetTimestamp() - started;
            }
        }

        return times;
    }

    /// <summary>
    /// Two kinds differ when each of the one differs from each of the other, and in the same direction: what tells two
    /// requests of one kind apart, such as where their code and data happen to lie in this process, is no difference.
    /// </summary>
    private static HashSet<string> Compare(double[][] times)
    {
        var differing = new HashSet<string>();
        for (int first = 0; first < times.Length; first += 2)
        {
            for (int second = first + 2; second < times.Length; second += 2)
            {
                double[] statistics =
                [
                    WelchTest.Statistic(times[first], times[second]),
                    WelchTest.Statistic(times[first], times[second + 1]),
                    WelchTest.Statistic(times[first + 1], times[second]),
                    WelchTest.Statistic(times[first + 1], times[second + 1]),
                ];
                if (statistics.All(statistic => statistic > WelchTest.Significant))
                    differing.Add($"{first / 2} is slower than {second / 2}");

                if (statistics.All(statistic => statistic < -WelchTest.Significant))
                    differing.Add($"{first / 2} is faster than {second / 2}");
            }
        }

        return differing;
    }
}
