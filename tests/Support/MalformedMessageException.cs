namespace ValidationZone.Tests.Support;

/// <summary>A message that is not what RFC 1035 §4.1 allows; the server must never send one.</summary>
public sealed class MalformedMessageException(string message) : Exception(message);
