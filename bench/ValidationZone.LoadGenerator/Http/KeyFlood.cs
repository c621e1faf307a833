using System.Net;
using ValidationZone.LoadGenerator.Measuring;

namespace ValidationZone.LoadGenerator.Http;

/// <summary>Updates with right keys, with and without a flood of wrong keys beside them.</summary>
/// <param name="Server">Where the API is.</param>
/// <param name="Names">How many accounts there are.</param>
/// <param name="UpdateRate">Right updates a second.</param>
/// <param name="FloodRate">Requests with a wrong key a second.</param>
/// <param name="Connections">How many keep-alive connections each of the two has.</param>
/// <param name="Seconds">How long a round is measured.</param>
internal sealed record KeyFlood(
    IPEndPoint Server, long Names, double UpdateRate, double FloodRate, int Connections, double Seconds)
{
    private const double WarmUp = 0.5;

    /// <summary>Runs one round.</summary>
    /// <param name="isFlooded">Whether wrong keys come beside the right ones.</param>
    /// <param name="watched">The server's process, if known.</param>
    /// <returns>What was counted of right keys and of wrong ones, and what the server has used.</returns>
    internal (Tally Updates, Tally Flood, ServerUse? Use) Run(bool isFlooded, ServerProcess? watched)
    {
        // A new one for each round: a value that is there already is published for less.
        var writer = new HttpRequestWriter(Server.ToString(), Names);
        var updating = new LoadSchedule(WarmUp, Seconds, UpdateRate);
        var flooding = new LoadSchedule(WarmUp, Seconds, FloodRate);
        var updates = new HttpLoad(Server, HttpExchange.Update, writer, updating) { Connections = Connections };
        var flood = new HttpLoad(Server, HttpExchange.BadKey, writer, flooding) { Connections = Connections };

        // Both open loops begin together: what one of them has to wait for is in its figures.
        flooding.Begin();
        var runner = new LoadRunner(updating, watched, TextWriter.Null, TextWriter.Null);
        (Tally[] tallies, ServerUse? use) = runner.Measure(isFlooded ? [updates.Run, flood.Run] : [updates.Run]);
        return (tallies[0], isFlooded ? tallies[1] : new Tally(), use);
    }
}
