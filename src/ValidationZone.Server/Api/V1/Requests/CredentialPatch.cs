using System.Text.Json.Serialization;

namespace ValidationZone.Server.Api.V1.Requests;

/// <summary>
/// The body of <c>PATCH /v1/subdomains/{name}/credentials/{username}</c>: what is not there stays as it is.
/// </summary>
internal sealed class CredentialPatch
{
    private string[] _allowFrom = [];

    /// <summary>Whether the list is there.</summary>
    internal bool HasAllowFrom { get; private set; }

    /// <summary>Whether the note is there; a note that is null clears the one there is.</summary>
    internal bool HasNote { get; private set; }

    /// <summary>Whether the time is there; one that is null means never.</summary>
    internal bool HasExpires { get; private set; }

    /// <summary>Whether the flag is there.</summary>
    internal bool HasEnabled { get; private set; }

    /// <summary>The addresses from which it may be used.</summary>
    [JsonPropertyName("allowfrom")]
    public string[] AllowFrom
    {
        get => _allowFrom;
        set => (_allowFrom, HasAllowFrom) = (value, true);
    }

    /// <summary>The operator's own words about it.</summary>
    public string? Note
    {
        get;
        set => (field, HasNote) = (value, true);
    }

    /// <summary>When it ceases to work.</summary>
    public string? Expires
    {
        get;
        set => (field, HasExpires) = (value, true);
    }

    /// <summary>Whether it works at all.</summary>
    public bool Enabled
    {
        get;
        set => (field, HasEnabled) = (value, true);
    }
}
