namespace ValidationZone.Accounts;

/// <summary>The store could not do what was asked, and nothing of it was done.</summary>
/// <remarks>
/// One case is open until the store can be read again: a disk that failed in the middle of a commit may turn out to
/// have it. The store then announces it like an outside change, so that memory shows what is stored.
/// </remarks>
/// <param name="message">What failed, without secrets or values.</param>
/// <param name="innerException">The engine's own exception.</param>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
