namespace ValidationZone.Server.Hosting;

/// <summary>Why certificate and key cannot be used, in words for an operator; never with a part of the key.</summary>
/// <param name="message">The words.</param>
internal sealed class TlsCertificateException(string message) : Exception(message);
