namespace ValidationZone.Accounts.Export;

/// <summary>The first line of an export: what the rest is, and where it belongs.</summary>
internal sealed record ExportHeader
{
    /// <summary>Name and version of the format.</summary>
    public required string Format { get; init; }

    /// <summary>The zone that the names are below.</summary>
    public required string Zone { get; init; }

    /// <summary>The hash of a constant, which differs under each pepper.</summary>
    public required byte[] PepperCheck { get; init; }
}
