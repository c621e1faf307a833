namespace ValidationZone.Storage.AcmeDns;

/// <summary>An acme-dns database that cannot be opened or read, or is none.</summary>
/// <remarks>Its message holds no connection string.</remarks>
public sealed class AcmeDnsUnreadableException(string message, Exception? innerException = null)
    : IOException(message, innerException);
