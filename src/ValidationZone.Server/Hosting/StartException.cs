namespace ValidationZone.Server.Hosting;

/// <summary>Why the server cannot start, in words for an operator.</summary>
/// <param name="message">The words.</param>
/// <param name="innerException">What was thrown below.</param>
internal sealed class StartException(string message, Exception? innerException = null)
    : IOException(message, innerException);
