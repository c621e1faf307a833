namespace ValidationZone.Authority.Zone;

/// <summary>One rule of a zone that its records break.</summary>
/// <param name="RecordIndex">Which record breaks it; -1 when one is missing and none is near.</param>
/// <param name="Words">What is wrong, for an operator.</param>
internal readonly record struct ZoneViolation(int RecordIndex, string Words);
