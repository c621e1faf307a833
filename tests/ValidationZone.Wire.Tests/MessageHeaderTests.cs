namespace ValidationZone.Wire.Tests;

public sealed class MessageHeaderTests
{
    [Fact]
    public void Every_field_is_read_from_its_place_and_written_back()
    {
        byte[] octets = Convert.FromHexString("a1b2ac93000100020003ff04");

        MessageHeader header = MessageHeader.Read(octets);
        var written = new byte[12];
        header.Write(written);

        Assert.Equal((0xA1B2, 0xAC93), (header.Id, header.Flags));
        Assert.Equal((1, 2), (header.QuestionCount, header.AnswerCount));
        Assert.Equal((3, 0xFF04), (header.AuthorityCount, header.AdditionalCount));
        Assert.Equal(octets, written);
    }

    [Theory]
    [InlineData(0x0000, false, Opcode.Query)]
    [InlineData(0x8000, true, Opcode.Query)]
    [InlineData(0x2000, false, Opcode.Notify)]
    [InlineData(0x2800, false, Opcode.Update)]
    [InlineData(0xFFFF, true, (Opcode)15)]
    public void Opcode_and_QR_stand_in_the_flags(int flags, bool isResponse, Opcode opcode)
    {
        var header = new MessageHeader { Flags = (ushort)flags };

        Assert.Equal(isResponse, header.IsResponse);
        Assert.Equal(opcode, header.Opcode);
    }
}
