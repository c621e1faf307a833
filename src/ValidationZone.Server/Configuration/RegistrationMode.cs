namespace ValidationZone.Server.Configuration;

/// <summary>Who may create accounts.</summary>
internal enum RegistrationMode
{
    /// <summary>Anyone who reaches the API.</summary>
    Open,

    /// <summary>Whoever presents an operator token of role registrar or higher.</summary>
    Token,

    /// <summary>Nobody through the API.</summary>
    Closed,
}
