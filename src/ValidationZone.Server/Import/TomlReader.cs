using System.Globalization;
using System.Text;

namespace ValidationZone.Server.Import;

/// <summary>Reads as much of TOML 1.0 as a configuration of acme-dns uses.</summary>
/// <remarks>
/// Tables, bare and quoted keys, texts in both quotes, numbers, booleans, lists of texts over several lines, comments.
/// Everything else is an error and never a guess.
/// </remarks>
internal sealed class TomlReader
{
    private const char End = '\0';

    // acme-dns finds its keys in any letter case.
    private readonly Dictionary<string, TomlValue> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _text;
    private string _table = "";
    private int _at;
    private int _line = 1;

    private TomlReader(string text) => _text = text;

    private char Here => _at < _text.Length ? _text[_at] : End;

    /// <summary>Reads a file's text to values by <c>table.key</c>.</summary>
    /// <exception cref="TomlException">It is wrong, or says what this reader does not know.</exception>
    internal static IReadOnlyDictionary<string, TomlValue> Read(string text)
    {
        // The character stands for the end below: a text that holds one would be cut off there without a word.
        if (text.Contains(End, StringComparison.Ordinal))
            throw new TomlException(1, "it is not a text file");

        var reader = new TomlReader(text);
        while (reader.ReadLine())
        {
            // Each line adds to the values.
        }

        return reader._values;
    }

    /// <summary>Reads a table's head, or a key with its value; <see langword="false"/> at the end.</summary>
    private bool ReadLine()
    {
        SkipBlankLines();
        if (Here == End)
            return false;

        if (Here == '[')
            ReadTable();
        else
            ReadKeyAndValue();

        SkipBlanks();
        if (Here is not (End or '\n' or '\r' or '#'))
            throw Wrong($"'{Here}' stands after the end of what belongs on this line");

        return true;
    }

    private void ReadTable()
    {
        _at++;
        if (Here == '[')
            throw Wrong("lists of tables are not known here");

        SkipBlanks();
        _table = ReadKey();
        SkipBlanks();
        Take(']', "a table's name ends with ]");
    }

    private void ReadKeyAndValue()
    {
        string key = $"{_table}.{ReadKey()}";
        SkipBlanks();
        Take('=', "a key is followed by =");
        SkipBlanks();
        int line = _line;
        TomlValue value = Here == '[' ? new TomlValue(null, ReadList()) : new TomlValue(ReadScalar(), null);
        // Whichever of the two were taken, somebody may have meant the other.
        if (!_values.TryAdd(key, value))
            throw new TomlException(line, $"'{key.TrimStart('.')}' is there twice");
    }

    private string ReadKey()
    {
        if (Here is '"' or '\'')
            return ReadQuoted();

        int start = _at;
        while (char.IsAsciiLetterOrDigit(Here) || Here is '_' or '-')
            _at++;

        if (Here == '.')
            throw Wrong("keys with dots are not known here");

        return _at > start ? _text[start.._at] : throw Wrong("a key or a table's name is expected");
    }

    private List<string> ReadList()
    {
        var entries = new List<string>();
        for (_at++, SkipBlankLines(); Here != ']'; SkipBlankLines())
        {
            if (Here is not ('"' or '\''))
                throw Wrong("a text in quotes is expected, or the ] that ends the list");

            entries.Add(ReadQuoted());
            SkipBlankLines();

            // After the last one, a comma may stand or not.
            if (Here == ',')
                _at++;
            else if (Here != ']')
                throw Wrong("a comma is expected between two texts of a list, or the ] that ends it");
        }

        _at++;
        return entries;
    }

    private string ReadScalar()
    {
        if (Here is '"' or '\'')
            return ReadQuoted();

        int start = _at;
        // Wider than a number, so that a date is one wrong value and not a number with a rest behind it.
        while (char.IsAsciiLetterOrDigit(Here) || Here is '+' or '-' or '_' or '.' or ':')
            _at++;

        string word = _text[start.._at];
        bool isNumber = double.TryParse(
            word.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return word is "true" or "false" || isNumber
            ? word
            : throw Wrong("a text in quotes, a number, true, false or a list is expected");
    }

    private string ReadQuoted()
    {
        char quote = Here;
        if (_text.AsSpan(_at).StartsWith([quote, quote, quote]))
            throw Wrong("texts over several lines are not known here");

        var text = new StringBuilder();
        for (_at++; Here != quote; _at++)
        {
            if (Here is End or '\n' or '\r')
                throw Wrong($"a text is not ended by {quote} on its line");

            // In single quotes a backslash is a character like any other.
            text.Append(Here == '\\' && quote == '"' ? ReadEscape() : Here.ToString());
        }

        _at++;
        return text.ToString();
    }

    /// <summary>Reads an escape to its last character.</summary>
    private string ReadEscape()
    {
        _at++;
        return Here switch
        {
            '"' or '\\' => Here.ToString(),
            't' => "\t",
            'n' => "\n",
            'r' => "\r",
            'b' => "\b",
            'f' => "\f",
            'u' => ReadCodePoint(4),
            'U' => ReadCodePoint(8),
            _ => throw Wrong($"\\{Here} is not an escape"),
        };
    }

    private string ReadCodePoint(int digits)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_at + 1);
        if (rest.Length < digits
            || !int.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            // Half a surrogate pair is no character, and would be another one once it is written as UTF-8.
            || !Rune.IsValid(code))
        {
            throw Wrong($"\\{Here} is not followed by {digits} hexadecimal digits of a character");
        }

        _at += digits;
        return new Rune(code).ToString();
    }

    private void Take(char expected, string rule)
    {
        if (Here != expected)
            throw Wrong(rule);

        _at++;
    }

    private void SkipBlanks()
    {
        while (Here is ' ' or '\t')
            _at++;
    }

    /// <summary>Goes to the next thing that is neither blank, nor the end of a line, nor a comment.</summary>
    private void SkipBlankLines()
    {
        for (SkipBlanks(); Here is '\n' or '\r' or '#'; SkipBlanks())
        {
            if (Here == '#')
            {
                SkipComment();
                continue;
            }

            _line += Here == '\n' ? 1 : 0;
            _at++;
        }
    }

    private void SkipComment()
    {
        while (Here is not (End or '\n'))
            _at++;
    }

    private TomlException Wrong(string words) => new(_line, words);
}
