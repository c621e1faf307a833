namespace ValidationZone.Accounts.Export;

/// <summary>A live value in an export.</summary>
internal sealed record ExportedValue
{
    /// <summary>What the TXT record holds.</summary>
    public required string Txt { get; init; }

    /// <summary>The username of the credential that published it.</summary>
    public required Guid Publisher { get; init; }

    /// <summary>When it vanishes by itself.</summary>
    public required DateTimeOffset Expires { get; init; }
}
