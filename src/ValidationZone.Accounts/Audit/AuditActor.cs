namespace ValidationZone.Accounts.Audit;

/// <summary>Who did something: a credential, a token, a user of the machine, nobody known, or the server.</summary>
public readonly record struct AuditActor
{
    private const int LongestName = 64;

    private AuditActor(AuditActorKind kind, Guid id, string name)
    {
        Kind = kind;
        Id = id;
        Name = name;
    }

    /// <summary>Somebody who is not known.</summary>
    public static AuditActor Anonymous { get; } = new(AuditActorKind.Anonymous, Guid.Empty, "");

    /// <summary>The server itself.</summary>
    public static AuditActor Server { get; } = new(AuditActorKind.Server, Guid.Empty, "");

    /// <summary>What there was to prove it.</summary>
    public AuditActorKind Kind { get; }

    /// <summary>The username of the credential or the identifier of the token; zero for the others.</summary>
    public Guid Id { get; }

    /// <summary>The user of the machine; empty for the others.</summary>
    public string Name { get; }

    /// <summary>Identifier or name as one text; empty for nobody known and for the server.</summary>
    public string IdText => Kind is AuditActorKind.Credential or AuditActorKind.Token ? Id.ToString("D") : Name ?? "";

    /// <summary>Whether it acts for whoever runs the server.</summary>
    public bool IsOperator => Kind is AuditActorKind.Token or AuditActorKind.CommandLine;

    /// <summary>A credential.</summary>
    public static AuditActor Credential(Guid username) => new(AuditActorKind.Credential, username, "");

    /// <summary>An operator token.</summary>
    public static AuditActor Token(Guid id) => new(AuditActorKind.Token, id, "");

    /// <summary>A user of the machine.</summary>
    /// <param name="user">The name that the operating system has for the user.</param>
    public static AuditActor CommandLine(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        // A directory service may have longer ones; a line stays short in any case.
        return new AuditActor(
            AuditActorKind.CommandLine, Guid.Empty, user.Length > LongestName ? user[..LongestName] : user);
    }
}
