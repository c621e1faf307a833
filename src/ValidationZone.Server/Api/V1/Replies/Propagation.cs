namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>How far a change has come.</summary>
/// <param name="Nodes">How many nodes there are.</param>
/// <param name="Serving">How many of them serve the change.</param>
/// <param name="Pending">Those that do not yet.</param>
internal sealed record Propagation(int Nodes, int Serving, IReadOnlyList<string> Pending)
{
    // A change is answered only once it is served, and there is no other node that could be behind.
    /// <summary>One node, which serves it.</summary>
    internal static Propagation Here { get; } = new(1, 1, []);
}
