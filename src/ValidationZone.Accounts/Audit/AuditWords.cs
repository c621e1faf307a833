using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Accounts.Audit;

/// <summary>The words that actions and actors have in the file; they never change their meaning.</summary>
public static class AuditWords
{
    private static readonly Dictionary<AuditAction, string> Actions = Enum.GetValues<AuditAction>()
        .ToDictionary(action => action, action => ToSnakeCase(action.ToString()));

    private static readonly Dictionary<AuditActorKind, string> Actors = Enum.GetValues<AuditActorKind>()
        .ToDictionary(kind => kind, kind => ToSnakeCase(kind.ToString()));

    private static readonly Dictionary<string, AuditAction> ActionsByWord =
        Actions.ToDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly Dictionary<string, AuditActorKind> ActorsByWord =
        Actors.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The word of an action, such as <c>value_published</c>.</summary>
    public static string Of(AuditAction action) => Actions[action];

    /// <summary>The word of a kind of actor, such as <c>command_line</c>.</summary>
    public static string Of(AuditActorKind kind) => Actors[kind];

    /// <summary>Reads the word of an action.</summary>
    public static bool TryRead([NotNullWhen(true)] string? word, out AuditAction action)
    {
        action = default;
        return word is not null && ActionsByWord.TryGetValue(word, out action);
    }

    /// <summary>Reads the word of a kind of actor.</summary>
    public static bool TryRead([NotNullWhen(true)] string? word, out AuditActorKind kind)
    {
        kind = default;
        return word is not null && ActorsByWord.TryGetValue(word, out kind);
    }

    private static string ToSnakeCase(string name) => string.Concat(name.Select((c, at) =>
        !char.IsAsciiLetterUpper(c) ? c.ToString() : (at > 0 ? "_" : "") + char.ToLowerInvariant(c)));
}
