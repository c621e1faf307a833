using System.Buffers;
using System.Data.Common;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ValidationZone.Server.Configuration;

/// <summary>The effective tree as JSON, with secrets masked, in the form that a configuration file has.</summary>
internal static class PrintedConfiguration
{
    private const string Mask = "***";

    // The words that Npgsql has for them; a new one should be masked before it is printed for the first time.
    private static readonly string[] SecretWords = ["password", "pwd", "passfile", "secret", "token"];

    /// <summary>Prints the tree with its defaults filled in.</summary>
    internal static string Print(ServerOptions options)
    {
        var octets = new ArrayBufferWriter<byte>();
        var style = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(octets, style))
            Write(writer, options);

        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }

    /// <summary>A connection string without its secrets.</summary>
    internal static string? MaskDatabase(string? text)
    {
        const string Postgres = "postgres:";
        if (text is null || text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
            return text;

        // A form that we do not know may hold a secret anywhere.
        if (!text.StartsWith(Postgres, StringComparison.OrdinalIgnoreCase))
            return Mask;

        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text[Postgres.Length..] };
            // Listed first: the builder must not change while its keys are gone through.
            foreach (string key in parts.Keys.Cast<string>().Where(IsSecret).ToList())
                parts[key] = Mask;

            return Postgres + parts.ConnectionString;
        }
        catch (ArgumentException)
        {
            // Not a connection string, so there is no telling which part of it is secret.
            return Postgres + Mask;
        }
    }

    private static bool IsSecret(string key) =>
        SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static void Write(Utf8JsonWriter writer, ServerOptions options)
    {
        // Field by field: a serializer would print a secret that is added to the options, and nobody would notice.
        writer.WriteStartObject();
        writer.WriteStartObject("Zone");
        writer.WriteString("Name", options.Zone.Name);
        writer.WriteString("File", options.Zone.File);
        writer.WriteString("Ttl", options.Zone.Ttl);
        writer.WriteString("NegativeTtl", options.Zone.NegativeTtl);
        writer.WriteEndObject();
        writer.WriteStartObject("Dns");
        WriteList(writer, "Listen", options.Dns.Listen ?? []);
        writer.WriteString("UdpEngine", options.Dns.UdpEngine);
        writer.WriteString("Workers", options.Dns.Workers);
        writer.WriteString("Nsid", options.Dns.Nsid);
        WriteTls(writer, options.Dns.Tls);
        WriteDnsLimits(writer, options.Dns);
        writer.WriteEndObject();
        WriteApi(writer, options.Api);
        writer.WriteStartObject("Registration");
        writer.WriteString("Mode", options.Registration.Mode);
        writer.WriteString("ExpireUnusedAfter", options.Registration.ExpireUnusedAfter);
        writer.WriteEndObject();
        writer.WriteString("Database", MaskDatabase(options.Database));
        writer.WriteStartObject("Values");
        writer.WriteString("Lifetime", options.Values.Lifetime);
        writer.WriteString("PerCredential", options.Values.PerCredential);
        writer.WriteString("PerName", options.Values.PerName);
        writer.WriteEndObject();
        writer.WriteStartObject("Audit");
        writer.WriteString("Enabled", options.Audit.Enabled);
        writer.WriteString("Folder", options.Audit.Folder);
        writer.WriteString("Retention", options.Audit.Retention);
        writer.WriteEndObject();
        WriteLimits(writer, options.Limits);
        writer.WriteStartObject("Logging");
        writer.WriteStartObject("LogLevel");
        writer.WriteString("Default", options.Logging.LogLevel.Default);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTls(Utf8JsonWriter writer, TlsOptions options)
    {
        writer.WriteStartObject("Tls");
        WriteList(writer, "Listen", options.Listen ?? []);
        writer.WriteString("Certificate", options.Certificate);
        writer.WriteString("Key", options.Key);
        writer.WriteEndObject();
    }

    private static void WriteDnsLimits(Utf8JsonWriter writer, DnsOptions options)
    {
        writer.WriteStartObject("Cookies");
        writer.WriteString("Secret", MaskSecret(options.Cookies.Secret));
        writer.WriteString("StagingSecret", MaskSecret(options.Cookies.StagingSecret));
        writer.WriteEndObject();
        writer.WriteStartObject("RateLimit");
        writer.WriteString("Enabled", options.RateLimit.Enabled);
        writer.WriteString("RepliesPerSecond", options.RateLimit.RepliesPerSecond);
        writer.WriteString("Burst", options.RateLimit.Burst);
        writer.WriteString("Slip", options.RateLimit.Slip);
        writer.WriteEndObject();
        writer.WriteStartObject("Tcp");
        writer.WriteString("MaxConnections", options.Tcp.MaxConnections);
        writer.WriteString("MaxConnectionsPerPrefix", options.Tcp.MaxConnectionsPerPrefix);
        writer.WriteString("IdleTimeout", options.Tcp.IdleTimeout);
        writer.WriteEndObject();
    }

    // None at all is shown as null: whoever looks for a mistake has to see that a secret is missing.
    private static string? MaskSecret(string? text) => string.IsNullOrEmpty(text) ? null : Mask;

    private static void WriteApi(Utf8JsonWriter writer, ApiOptions options)
    {
        writer.WriteStartObject("Api");
        WriteList(writer, "Listen", options.Listen ?? []);
        WriteList(writer, "OperatorListen", options.OperatorListen ?? []);
        writer.WriteString("BasePath", options.BasePath);
        WriteList(writer, "TrustedProxies", options.TrustedProxies ?? []);
        writer.WriteString("ForwardedHeader", options.ForwardedHeader);
        WriteList(writer, "CorsOrigins", options.CorsOrigins ?? []);
        WriteList(writer, "Resolvers", options.Resolvers ?? []);
        writer.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter writer, LimitsOptions limits)
    {
        writer.WriteStartObject("Limits");
        writer.WriteString("RegistrationsPerPrefixPerHour", limits.RegistrationsPerPrefixPerHour);
        writer.WriteString("RegistrationsPerPrefixPerDay", limits.RegistrationsPerPrefixPerDay);
        writer.WriteString("FailedAuthPerPrefixPerMinute", limits.FailedAuthPerPrefixPerMinute);
        writer.WriteString("UpdatesPerCredentialPerMinute", limits.UpdatesPerCredentialPerMinute);
        writer.WriteString("Names", limits.Names);
        writer.WriteString("CredentialsPerName", limits.CredentialsPerName);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, string[] entries)
    {
        writer.WriteStartArray(name);
        foreach (string entry in entries)
            writer.WriteStringValue(entry);

        writer.WriteEndArray();
    }
}
