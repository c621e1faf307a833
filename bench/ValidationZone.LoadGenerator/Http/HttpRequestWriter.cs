using System.Globalization;
using System.Text;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Http;

/// <summary>Writes requests, and knows their replies.</summary>
/// <param name="host">What stands in the Host header.</param>
/// <param name="names">How many accounts there are.</param>
internal sealed class HttpRequestWriter(string host, long names)
{
    private const string WrongKey = "wrong-wrong-wrong-wrong-wrong-wrong-wron";

    // A run that follows another one must publish new values again, and not refresh the old ones.
    private readonly long _firstVersion = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 20;

    /// <summary>Which name the request of this number changes.</summary>
    internal long Index(long number) => number % names;

    /// <summary>The value that the request of this number publishes.</summary>
    internal string Value(long number) => SyntheticZone.Value(Index(number), _firstVersion + number);

    /// <summary>Writes a request.</summary>
    internal int Write(HttpExchange exchange, long number, Span<byte> to) => Encoding.ASCII.GetBytes(
        exchange switch
        {
            HttpExchange.Update => Update(number, SyntheticZone.Key(Index(number))),
            HttpExchange.BadKey => Update(number, WrongKey),
            HttpExchange.Register => $"POST /register HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n",
            _ => $"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n",
        },
        to);

    /// <summary>Checks a reply.</summary>
    internal Finding Check(HttpExchange exchange, long number, int status, ReadOnlySpan<byte> body)
    {
        if (exchange == HttpExchange.BadKey)
            return status is 401 or 429 ? Finding.Right : Finding.OtherStatus;

        if (status != (exchange == HttpExchange.Register ? 201 : 200))
            return Finding.OtherStatus;

        bool isRight = exchange switch
        {
            HttpExchange.Update => Encoding.ASCII.GetString(body) == $$"""{"txt": "{{Value(number)}}"}""",
            HttpExchange.Register => body.IndexOf("\"fulldomain\""u8) > 0 && body.IndexOf("\"password\""u8) > 0,
            _ => body.IsEmpty,
        };
        return isRight ? Finding.Right : Finding.OtherBody;
    }

    private string Update(long number, string key)
    {
        long index = Index(number);
        string body = $$"""{"subdomain":"{{SyntheticZone.Label(index)}}","txt":"{{Value(number)}}"}""";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"POST /update HTTP/1.1\r\nHost: {host}\r\nX-Api-User: {SyntheticZone.Username(index)}\r\n"
            + $"X-Api-Key: {key}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }
}
