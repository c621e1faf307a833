using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Caa;

/// <summary>The value of an <c>issue</c> or <c>issuewild</c> property (RFC 8659 §4.2).</summary>
internal sealed class IssueProperty
{
    private const string AccountUri = "accounturi";
    private const string ValidationMethods = "validationmethods";

    private readonly List<(string Tag, string Value)> _parameters = [];

    // Empty for no authority at all.
    private readonly string _issuer;

    private IssueProperty(string issuer) => _issuer = issuer;


    /// <summary>Reads a value. One that is malformed names no authority, and so forbids (RFC 8659 §4.2).</summary>
    internal static IssueProperty Read(ReadOnlySpan<byte> value)
    {
        // Latin-1 keeps every octet as one character: what is not ASCII is refused below and not changed unseen.
        string text = Encoding.Latin1.GetString(value);
        string[] parts = text.Split(';');
        string issuer = Trim(parts[0]);
        var property = new IssueProperty(IsDomain(issuer) ? issuer : "");
        // A semicolon at the end closes the last parameter and opens none.
        int last = parts.Length > 1 && Trim(parts[^1]).Length == 0 ? parts.Length - 1 : parts.Length;
        foreach (string part in parts[1..last])
        {
            if (!property.TryAdd(part))
                return new IssueProperty("");
        }

        return property;
    }

    /// <summary>Whether this authority may issue; a domain name, so letter case is nothing.</summary>
    internal bool IsFor(string authority) =>
        _issuer.Length > 0 && _issuer.Equals(authority, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a domain may be validated for this ACME account (RFC 8657 §3).</summary>
    internal bool Permits(string accountUrl)
    {
        // Compared as simple strings. Named twice, no account can be both, and nobody may issue.
        string[] accounts = Of(AccountUri);
        return accounts.Length == 0 || (accounts is [string only] && only == accountUrl);
    }

    /// <summary>Whether a domain may be validated by this method (RFC 8657 §4).</summary>
    internal bool PermitsMethod(string method)
    {
        string[] methods = Of(ValidationMethods);
        // Two lists, of which one might lack the method, are read as none: rather report too much than a refusal
        // unseen.
        return methods.Length == 0 || (methods is [string only] && only.Split(',').Contains(method));
    }

    private string[] Of(string tag) =>
        [.. _parameters.Where(parameter => parameter.Tag == tag).Select(parameter => parameter.Value)];

    private bool TryAdd(string part)
    {
        string[] halves = part.Split('=', 2);
        // Split at the first sign only: an account's URL may have more of them in its query.
        string tag = Trim(halves[0]).ToLowerInvariant();
        if (halves.Length != 2 || tag.Length == 0 || !tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return false;

        string value = Trim(halves[1]);
        if (!value.All(c => c is > ' ' and < (char)0x7F))
            return false;

        _parameters.Add((tag, value));
        return true;
    }

    private static bool IsDomain(string text) => text.Length == 0
        || (text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') && DomainName.TryParse(text, out _));

    private static string Trim(string text) => text.Trim(' ', '\t');
}
