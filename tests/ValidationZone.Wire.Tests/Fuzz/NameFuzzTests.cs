using System.Text;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Fuzz;

namespace ValidationZone.Wire.Tests.Fuzz;

/// <summary>Names at random places of changed packets, read by our reader and by the tests' own.</summary>
public sealed class NameFuzzTests
{
    private const int Seed = 1035;

    private static readonly string[] Texts =
    [
        "auth.example.net.", "a.b.c", ".", "", "\\000\\255.x.", "a\\.b.c\\\\.", "*.example.", "..", "x.", "\\",
        "\\25", "é.example.",
        new string('a', 63) + ".example.", new string('b', 64), string.Concat(Enumerable.Repeat("a.", 127)),
    ];

    private static int Inputs =>
        Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 3_000_000 : 200_000;

    [Fact]
    public void Skipping_a_name_agrees_with_an_independent_reader()
    {
        var mutator = new Mutator(Corpus.Load(), Seed);
        for (int i = 0; i < Inputs; i++)
        {
            byte[] message = mutator.Next();
            int start = mutator.NextBelow(message.Length + 1);
            int at = start;

            bool isName = NameReader.TrySkip(message, ref at);

            if (isName != IsName(message, start, out int end) || (isName && at != end))
                Assert.Fail($"{isName}: a name at {start} to {at}, or {end}: {Convert.ToHexString(message)}");
        }
    }

    [Fact]
    public void Measured_names_are_those_without_pointers_and_survive_printing()
    {
        var mutator = new Mutator(Corpus.Load(), Seed + 1);
        for (int i = 0; i < Inputs; i++)
        {
            byte[] message = mutator.Next();
            byte[] octets = message[mutator.NextBelow(message.Length + 1)..];

            bool isMeasured = NameReader.TryMeasure(octets, out int length);

            bool isPlain = IsName(octets, 0, out int end) && !HasPointer(octets);
            if (isMeasured != isPlain || (isMeasured && (length != end || !SurvivesPrinting(octets[..length]))))
                Assert.Fail($"{isMeasured} {length}, independently {isPlain} {end}: {Convert.ToHexString(octets)}");
        }
    }

    [Fact]
    public void Text_that_is_a_name_prints_as_the_same_name()
    {
        var mutator = new Mutator([.. Texts.Select(Encoding.Latin1.GetBytes)], Seed + 2);
        for (int i = 0; i < Inputs; i++)
        {
            string text = Encoding.Latin1.GetString(mutator.Next());

            bool isName = DomainName.TryParse(text, out DomainName? name);

            if (isName && !SurvivesPrinting(name!.Wire.ToArray()))
                Assert.Fail($"'{text}' became {name} and that became another name");
        }
    }

    private static bool IsName(byte[] message, int start, out int end)
    {
        end = start;
        try
        {
            WireName.Read(message, ref end);
            return true;
        }
        catch (MalformedMessageException)
        {
            return false;
        }
    }

    private static bool HasPointer(byte[] octets)
    {
        int at = 0;
        while (at < octets.Length && octets[at] is > 0 and < 64)
            at += 1 + octets[at];

        return at < octets.Length && octets[at] != 0;
    }

    private static bool SurvivesPrinting(byte[] wire) =>
        DomainName.TryFromWire(wire, out DomainName? name)
        && DomainName.TryParse(name.ToString(), out DomainName? again)
        && again.Wire.SequenceEqual(wire)
        && WireName.ToOctets(name.ToString()).AsSpan().SequenceEqual(wire);
}
