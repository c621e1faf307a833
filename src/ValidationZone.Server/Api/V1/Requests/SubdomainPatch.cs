namespace ValidationZone.Server.Api.V1.Requests;

/// <summary>The body of <c>PATCH /v1/subdomains/{name}</c>: what is not there stays as it is.</summary>
internal sealed class SubdomainPatch
{
    /// <summary>Whether the note is there; a note that is null clears the one there is.</summary>
    internal bool HasNote { get; private set; }

    /// <summary>Whether the flag is there.</summary>
    internal bool HasEnabled { get; private set; }

    /// <summary>The operator's own words about it.</summary>
    public string? Note
    {
        get;
        set => (field, HasNote) = (value, true);
    }

    /// <summary>Whether its credentials work.</summary>
    public bool Enabled
    {
        get;
        set => (field, HasEnabled) = (value, true);
    }
}
