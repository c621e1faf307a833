using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Records as lines of a master file, to be pasted.</summary>
internal static class RecordText
{
    /// <summary>The alias that is wanted.</summary>
    internal static string Alias(DomainName name, DomainName validationZone, DomainName? target) =>
        $"{name} CNAME {(target is null ? $"SUBDOMAIN.{validationZone}" : target.ToString())}";

    /// <summary>What SUBDOMAIN stands for, when a line has it.</summary>
    internal static string Explanation(DomainName? target) =>
        target is null ? " (SUBDOMAIN is the account's: see 'validationzone account list')" : "";
}
