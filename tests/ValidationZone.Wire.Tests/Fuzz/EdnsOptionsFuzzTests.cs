using ValidationZone.Tests.Support.Fuzz;

namespace ValidationZone.Wire.Tests.Fuzz;

/// <summary>Changed lists of options, walked by our code and by a walk that makes a list of them.</summary>
public sealed class EdnsOptionsFuzzTests
{
    private const int Seed = 6891;

    private static readonly byte[][] Lists =
    [
        [], [0, 3, 0, 0], [0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8], [0, 11, 0, 0, 0, 12, 0, 3, 0, 0, 0],
        [0, 8, 0, 4, 0, 1, 0, 0],
        [0, 10, 0, 8, 8, 7, 6, 5, 4, 3, 2, 1, 0, 10, 0, 1, 0], [255, 255, 0, 1, 0],
        [0, 15, 0, 2, 0, 18], [0, 0, 0], [0, 10, 255, 255],
    ];

    private static readonly EdnsOptionCode[] Codes = Enum.GetValues<EdnsOptionCode>();

    [Fact]
    public void Options_are_well_formed_when_they_fill_the_octets_and_the_first_of_a_code_is_found()
    {
        bool isLong = Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1";
        var mutator = new Mutator(Lists, Seed);
        for (int left = isLong ? 3_000_000 : 200_000; left > 0; left--)
        {
            byte[] octets = mutator.Next();
            List<(int Code, byte[] Value)>? options = Walk(octets);
            EdnsOptionCode code = Codes[mutator.NextBelow(Codes.Length)];

            bool isWellFormed = EdnsOptions.AreWellFormed(octets);

            if (isWellFormed != options is not null || (isWellFormed && !FindsFirst(octets, code, options!)))
                Assert.Fail($"well formed: {isWellFormed}, code {code}: {Convert.ToHexString(octets)}");
        }
    }

    private static bool FindsFirst(byte[] octets, EdnsOptionCode code, List<(int Code, byte[] Value)> options)
    {
        int index = options.FindIndex(option => option.Code == (int)code);
        bool isFound = EdnsOptions.TryFind(octets, code, out ReadOnlySpan<byte> value);
        return isFound == index >= 0 && (!isFound || value.SequenceEqual(options[index].Value));
    }

    private static List<(int Code, byte[] Value)>? Walk(byte[] octets)
    {
        var options = new List<(int Code, byte[] Value)>();
        int at = 0;
        while (at != octets.Length)
        {
            if (at + 4 > octets.Length)
                return null;

            int length = (octets[at + 2] * 256) + octets[at + 3];
            if (at + 4 + length > octets.Length)
                return null;

            options.Add(((octets[at] * 256) + octets[at + 1], octets[(at + 4)..(at + 4 + length)]));
            at += 4 + length;
        }

        return options;
    }
}
