namespace ValidationZone.Accounts;

/// <summary>What an operator token may do; each role includes those above it in this list.</summary>
public enum TokenRole
{
    /// <summary>May read.</summary>
    Viewer,

    /// <summary>May also create accounts.</summary>
    Registrar,

    /// <summary>May do everything.</summary>
    Admin,
}
