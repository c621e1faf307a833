using System.Text;
using System.Text.Json;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Cli;

/// <summary>The CNAME record that leads a CA from a domain to an account, in the forms in which it is wanted.</summary>
internal static class AliasText
{
    // The record stays for years, so it may be cached; five minutes, so that a wrong one is soon forgotten.
    private const int TtlSeconds = 300;

    /// <summary>A new account and the domain that it is for, for people.</summary>
    internal static string Describe(DelegatedDomain domain, Account account) =>
        $"domain      {domain.Text}\n{AccountText.Describe(account)}\n";

    /// <summary>Says for people which records to create: to paste into a zone file, a web form or Terraform.</summary>
    internal static string Describe(IReadOnlyList<(DelegatedDomain Domain, Account Account)> aliases)
    {
        var text = new StringBuilder();
        text.AppendLine(aliases.Count == 1 ? "Create this record, once:" : "Create these records, once:");
        text.AppendLine().AppendLine("  Zone file");
        foreach ((DelegatedDomain domain, Account account) in aliases)
            // Dots at the ends, or a zone file appends its own origin to both names (RFC 1035 §5.1).
            text.AppendLine($"    {domain.Alias}. {TtlSeconds} IN CNAME {account.Fulldomain}.");

        text.AppendLine().AppendLine("  Web form");
        foreach ((DelegatedDomain domain, Account account) in aliases)
            text.AppendLine($"    type CNAME, name {domain.Alias}, target {account.Fulldomain}");

        text.AppendLine().AppendLine("  Terraform").AppendLine("    validation_targets = {");
        foreach ((DelegatedDomain domain, Account account) in aliases)
            text.AppendLine($"      \"{domain.Text}\" = \"{account.Fulldomain}\"");

        text.AppendLine("    }").AppendLine();
        return text.Append($"Then see whether it is right:  validationzone check {aliases[0].Domain.Text}").ToString();
    }

    /// <summary>A new account and its record, for scripts: what a registration replies, and two fields more.</summary>
    internal static string ToJson(DelegatedDomain domain, Account account) => JsonLine.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("username", account.Username);
        writer.WriteString("password", account.Key.Reveal());
        writer.WriteString("fulldomain", account.Fulldomain);
        writer.WriteString("subdomain", account.Subdomain.Text);
        JsonLine.WriteList(writer, "allowfrom", account.AllowFrom.Entries);
        writer.WriteString("domain", domain.Text);
        writer.WriteStartObject("cname");
        writer.WriteString("name", domain.Alias);
        writer.WriteString("target", account.Fulldomain);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
