using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ValidationZone.Delegation.Report;

/// <summary>A report as one JSON object, for scripts.</summary>
public static class ReportJson
{
    /// <summary>Makes the object, on one line.</summary>
    public static string Write(CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var octets = new ArrayBufferWriter<byte>();
        // Control characters are escaped all the same; only quotes and angle brackets are spared.
        var style = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(octets, style))
            Write(writer, report);

        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, CheckReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("domain", report.Domain);
        writer.WriteString("name", report.Name);
        writer.WriteString("verdict", Word(report.Verdict));
        writer.WriteString("zone", report.Zone);
        writer.WriteString("productionZone", report.ProductionZone);
        writer.WriteString("target", report.Target);
        writer.WriteStartArray("chain");
        foreach (string name in report.Chain)
            writer.WriteStringValue(name);

        writer.WriteEndArray();
        WriteNumber(writer, "values", report.Values);
        WriteNumber(writer, "negativeTtl", report.NegativeTtlSeconds);
        writer.WriteStartObject("dnssec");
        writer.WriteString("production", Word(report.IsProductionSigned));
        writer.WriteString("validation", Word(report.IsValidationSigned));
        writer.WriteEndObject();
        WriteServers(writer, report.Servers);
        WriteFindings(writer, report.Findings);
        writer.WriteNumber("questions", report.Questions);
        writer.WriteEndObject();
    }

    private static void WriteServers(Utf8JsonWriter writer, IReadOnlyList<ServerFact> servers)
    {
        writer.WriteStartArray("servers");
        foreach (ServerFact server in servers)
        {
            writer.WriteStartObject();
            writer.WriteString("zone", server.Zone);
            writer.WriteString("name", server.Name);
            writer.WriteString("address", server.Address);
            writer.WriteBoolean("answers", server.Answers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter writer, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray("findings");
        foreach (Finding finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Code);
            writer.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
            writer.WriteString("seen", finding.Seen);
            writer.WriteString("why", finding.Why);
            writer.WriteString("fix", finding.Fix);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Written out when it is not known: a script tells that from a field that it has misspelt.
    private static void WriteNumber(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is long known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }

    private static string Word(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Works => "ok",
        CheckVerdict.Fails => "fails",
        _ => "unknown",
    };

    private static string Word(bool? isSigned) => isSigned switch
    {
        true => "signed",
        false => "unsigned",
        null => "unknown",
    };
}
