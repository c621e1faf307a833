namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The response code of one TXT question and the values that came with it.</summary>
internal sealed record TxtReply(int Rcode, IReadOnlyCollection<string> Values);
