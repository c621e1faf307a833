using ValidationZone.Server.Import;

namespace ValidationZone.Server.Tests.Import;

public sealed class TomlReaderTests
{
    [Fact]
    public void Everything_that_a_configuration_of_acme_dns_uses_is_read()
    {
        IReadOnlyDictionary<string, TomlValue> values = TomlReader.Read("""
            # acme-dns
            top = 1
            [general]   # the zone
            domain = "auth.example.org" # here
            'nsname' = 'ns1.auth.example.org'
            debug = false
            "port" = 1_000
            records = [
                # a comment with a ] in it
                "a. A 192.0.2.1",   'b. TXT "c # d"',
            ]
            empty = []
            [ api ]
            domain = "tab\there \"quoted\" \u00e9"
            """);

        Assert.Equal(
            ("1", "auth.example.org", "ns1.auth.example.org", "false", "1_000", "tab\there \"quoted\" é"),
            (values[".top"].Text, values["general.domain"].Text, values["general.nsname"].Text,
                values["general.debug"].Text, values["general.port"].Text, values["api.domain"].Text));
        Assert.Equal(["a. A 192.0.2.1", "b. TXT \"c # d\""], values["general.records"].Entries!);
        Assert.Empty(values["general.empty"].Entries!);
    }

    [Fact]
    public void Keys_are_found_in_any_letter_case_and_lines_may_end_as_on_Windows() =>
        Assert.Equal("x", TomlReader.Read("[General]\r\nDomain = \"x\"\r\n\r\n")["general.domain"].Text);

    [Theory]
    [InlineData("a = 1\nb", 2, "a key is followed by =")]
    [InlineData("\n\na = yes", 3, "a text in quotes, a number, true, false or a list is expected")]
    [InlineData("a = \"b", 1, "a text is not ended by \" on its line")]
    [InlineData("a = \"b\nc\"", 1, "a text is not ended by \" on its line")]
    [InlineData("a = \"\"\"b\"\"\"", 1, "texts over several lines are not known here")]
    [InlineData("a = [\n\"b\"\n\"c\"]", 3, "a comma is expected between two texts of a list, or the ] that ends it")]
    [InlineData("a = [\n\"b\",", 2, "a text in quotes is expected, or the ] that ends the list")]
    [InlineData("a = [1]", 1, "a text in quotes is expected, or the ] that ends the list")]
    [InlineData("a = 1 2", 1, "'2' stands after the end of what belongs on this line")]
    [InlineData("a.b = 1", 1, "keys with dots are not known here")]
    [InlineData("[[a]]", 1, "lists of tables are not known here")]
    [InlineData("[a", 1, "a table's name ends with ]")]
    [InlineData("[]", 1, "a key or a table's name is expected")]
    [InlineData("a = { b = 1 }", 1, "a text in quotes, a number, true, false or a list is expected")]
    [InlineData("a = \"\\q\"", 1, "\\q is not an escape")]
    [InlineData("a = \"\\u12\"", 1, "\\u is not followed by 4 hexadecimal digits of a character")]
    [InlineData("a = \"\\ud800\"", 1, "\\u is not followed by 4 hexadecimal digits of a character")]
    [InlineData("[t]\na = 1\na = 2", 3, "'t.a' is there twice")]
    [InlineData("a = 1\0", 1, "it is not a text file")]
    public void What_is_wrong_is_told_with_its_line(string text, int line, string words)
    {
        TomlException exception = Assert.Throws<TomlException>(() => TomlReader.Read(text));

        Assert.Equal((line, $"line {line}: {words}"), (exception.Line, exception.Message));
    }
}
