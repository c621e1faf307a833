namespace ValidationZone.Authority.Zone;

/// <summary>Cuts a master file into entries and their fields (RFC 1035 §5.1).</summary>
/// <remarks>Knows blanks, comments, parentheses, quotes, and escapes only as far as they hide a delimiter.</remarks>
internal sealed class ZoneFileScanner(string text, ZoneFileProblems problems)
{
    private const char ByteOrderMark = '\uFEFF';
    private int _at = text.StartsWith(ByteOrderMark) ? 1 : 0;
    private int _lineStart = text.StartsWith(ByteOrderMark) ? 1 : 0;
    private int _line = 1;
    private int _depth;
    private ZoneFilePosition _opened;

    private ZoneFilePosition Here => new(_line, _at - _lineStart + 1);

    /// <summary>Reads the next entry that has any field.</summary>
    /// <returns><see langword="false"/> at the end of the file.</returns>
    internal bool TryRead(ZoneFileEntry entry)
    {
        entry.Clear();
        while (_at < text.Length)
        {
            if (text[_at] != '\n')
            {
                ReadPiece(entry);
                continue;
            }

            _at++;
            _line++;
            _lineStart = _at;
            if (_depth > 0)
                continue;

            if (entry.Tokens.Count > 0 || entry.IsBroken)
                return true;

            entry.Clear();
        }

        return EndFile(entry);
    }

    private bool EndFile(ZoneFileEntry entry)
    {
        if (_depth > 0)
        {
            Break(entry, _opened, "this parenthesis is never closed");
            _depth = 0;
        }

        return entry.Tokens.Count > 0 || entry.IsBroken;
    }

    private void ReadPiece(ZoneFileEntry entry)
    {
        switch (text[_at])
        {
            // A carriage return is a blank, which makes CR LF a line end like any other.
            case ' ' or '\t' or '\r':
                entry.StartsBlank |= _at == _lineStart && _depth == 0 && entry.Tokens.Count == 0;
                _at++;
                break;
            case ';':
                int end = text.IndexOf('\n', _at);
                _at = end < 0 ? text.Length : end;
                break;
            case '(' or ')':
                ReadParenthesis(entry);
                break;
            case '"':
                ReadQuoted(entry);
                break;
            default:
                ReadWord(entry);
                break;
        }
    }

    private void ReadParenthesis(ZoneFileEntry entry)
    {
        if (text[_at] == '(')
        {
            if (_depth++ == 0)
                _opened = Here;
        }
        else if (_depth-- == 0)
        {
            _depth = 0;
            Break(entry, Here, "this parenthesis closes nothing");
        }

        _at++;
    }

    private void ReadQuoted(ZoneFileEntry entry)
    {
        ZoneFilePosition start = Here;
        int first = ++_at;
        while (_at < text.Length && text[_at] is not ('"' or '\n'))
            StepOver();

        if (_at >= text.Length || text[_at] == '\n')
        {
            Break(entry, start, "this quoted text has no closing quote on its line");
            return;
        }

        entry.Tokens.Add(new ZoneFileToken(text[first.._at], IsQuoted: true, start));
        _at++;
        entry.End = Here;
    }

    private void ReadWord(ZoneFileEntry entry)
    {
        ZoneFilePosition start = Here;
        int first = _at;
        while (_at < text.Length && text[_at] is not (' ' or '\t' or '\r' or '\n' or ';' or '(' or ')' or '"'))
            StepOver();

        entry.Tokens.Add(new ZoneFileToken(text[first.._at], IsQuoted: false, start));
        entry.End = Here;
    }

    // An escaped delimiter is part of the field. A line end cannot be escaped, so that lines stay countable.
    private void StepOver()
    {
        bool escapes = text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is not ('\r' or '\n');
        _at += escapes ? 2 : 1;
    }

    private void Break(ZoneFileEntry entry, ZoneFilePosition position, string words)
    {
        problems.Add(position, words);
        entry.IsBroken = true;
    }
}
