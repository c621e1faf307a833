namespace ValidationZone.Accounts;

/// <summary>A new value that may be "none", as against no new value at all.</summary>
/// <param name="Value">What is there from now on.</param>
public readonly record struct Replacement<T>(T Value);
