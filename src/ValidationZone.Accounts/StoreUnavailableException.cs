namespace ValidationZone.Accounts;

/// <summary>The store could not do what was asked, and nothing of it was done.</summary>
/// <param name="message">What failed, without secrets or values.</param>
/// <param name="innerException">The engine's own exception.</param>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
