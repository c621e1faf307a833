using System.Globalization;
using System.Net;

namespace ValidationZone.Server.Api;

/// <summary>What the log says of a request.</summary>
/// <param name="Method">GET, POST, HEAD or OPTIONS; any other is "other".</param>
/// <param name="Route">The route's name: paths may hold tokens.</param>
/// <param name="Status">The status of the reply.</param>
/// <param name="Client">Who asked.</param>
/// <param name="Duration">From the first look at the request to the end of the reply.</param>
/// <param name="Id">The number of the request, as its client has it.</param>
internal readonly record struct RequestLine(
    string Method, string Route, int Status, IPAddress Client, TimeSpan Duration, string Id)
{
    /// <summary>The number of the message.</summary>
    internal static EventId Event { get; } = new(2001, nameof(Log.RequestServed));

    /// <summary>Writes the message.</summary>
    internal static Func<RequestLine, Exception?, string> Formatter { get; } = (line, _) => line.ToString();

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Method} {Route} {Status} from {Client} in {Duration.TotalMilliseconds:F1} ms [{Id}]");
}
