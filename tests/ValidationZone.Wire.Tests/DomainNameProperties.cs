using FsCheck;
using FsCheck.Fluent;
using ValidationZone.Tests.Support;

namespace ValidationZone.Wire.Tests;

/// <summary>What holds for every name, checked with generated ones.</summary>
public sealed class DomainNameProperties
{
    private static readonly Gen<byte> Octets = Gen.Choose(0, 255).Select(number => (byte)number);

    private static readonly Gen<byte[]> Labels =
        from length in Gen.Frequency((8, Gen.Choose(1, 12)), (1, Gen.Choose(13, 63)))
        from octets in Octets.ArrayOf(length)
        select octets;

    private static readonly Arbitrary<byte[]> Names = Arb.From(
        from count in Gen.Frequency((8, Gen.Choose(0, 6)), (1, Gen.Choose(60, 127)))
        from labels in (count > 6 ? Octets.ArrayOf(1) : Labels).ArrayOf(count)
        let wire = labels.SelectMany(label => (byte[])[(byte)label.Length, .. label]).Append((byte)0).ToArray()
        where wire.Length <= 255
        select wire);

    private static readonly Arbitrary<byte[]> AnyOctets = Arb.From(
        from length in Gen.Choose(0, 300)
        from numbers in Gen.Frequency((3, Gen.Choose(0, 3)), (1, Gen.Choose(0, 255))).ArrayOf(length)
        select numbers.Select(number => (byte)number).ToArray());

    [Fact]
    public void Printing_and_parsing_gives_the_same_octets()
    {
        Prop.ForAll(Names, wire =>
            DomainName.TryFromWire(wire, out DomainName? name)
            && DomainName.Parse(name.ToString()).Wire.SequenceEqual(wire)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Printed_names_mean_the_same_to_an_independent_parser()
    {
        Prop.ForAll(Names, wire =>
            DomainName.TryFromWire(wire, out DomainName? name)
            && WireName.ToOctets(name.ToString()).AsSpan().SequenceEqual(wire)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Parents_hold_one_label_less_and_contain_the_name()
    {
        Prop.ForAll(Names, wire =>
        {
            Assert.True(DomainName.TryFromWire(wire, out DomainName? name));
            DomainName? parent = name.Parent;
            return parent is null
                ? name.Equals(DomainName.Root)
                : parent.LabelCount == name.LabelCount - 1 && name.IsAtOrBelow(parent) && !parent.IsAtOrBelow(name);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Equality_is_equality_of_folded_octets()
    {
        Prop.ForAll(Names, Names, (left, right) =>
        {
            bool areEqual = PlainFold(left).AsSpan().SequenceEqual(PlainFold(right));
            return NameReader.EqualIgnoringCase(left, PlainFold(left))
                && NameReader.EqualIgnoringCase(left, right) == areEqual;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_octets_are_measured_as_the_independent_reader_does()
    {
        Prop.ForAll(AnyOctets, octets =>
            NameReader.TryMeasure(octets, out int length) == TryMeasurePlainly(octets, out int expected)
            && length == expected).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_octets_are_skipped_as_the_independent_reader_does()
    {
        Prop.ForAll(AnyOctets, octets =>
        {
            byte[] message = [.. new byte[12], .. octets];
            int start = 12 + (octets.Length / 2);
            int at = start;
            int expected = start;
            bool isName = NameReader.TrySkip(message, ref at);
            return isName == TryReadIndependently(message, ref expected) && (!isName || at == expected);
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] PlainFold(byte[] octets) =>
        [.. octets.Select(octet => octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet + 32) : octet)];

    private static bool TryMeasurePlainly(byte[] octets, out int length)
    {
        length = 0;
        int at = 0;
        while (at < octets.Length && octets[at] is > 0 and <= 63)
            at += 1 + octets[at];

        if (at >= octets.Length || octets[at] != 0 || at + 1 > 255)
            return false;

        length = at + 1;
        return true;
    }

    private static bool TryReadIndependently(byte[] message, ref int at)
    {
        try
        {
            WireName.Read(message, ref at);
            return true;
        }
        catch (MalformedMessageException)
        {
            return false;
        }
    }
}
