namespace ValidationZone.Accounts;

/// <summary>What a store committed for a change of values.</summary>
/// <param name="Revision">The revision of the subdomain that the values belong to.</param>
/// <param name="Values">What is live at that revision, oldest first.</param>
/// <param name="IsRefused">Whether nothing changed because the name is full of others' young values.</param>
public sealed record ChangeReceipt(long Revision, IReadOnlyList<LiveValue> Values, bool IsRefused = false);
