namespace ValidationZone.Server.Api;

/// <summary>Marks a connection to the operators' own listener.</summary>
internal sealed class OperatorListener
{
    private OperatorListener()
    {
    }

    /// <summary>The mark.</summary>
    internal static OperatorListener Mark { get; } = new();
}
