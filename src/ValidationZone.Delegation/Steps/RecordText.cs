using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Records as lines of a master file, to be pasted.</summary>
internal static class RecordText
{
    /// <summary>The alias that is wanted.</summary>
    // What is unknown is explained in a comment of the master file, so that the line can still be pasted.
    internal static string Alias(DomainName name, DomainName validationZone, DomainName? target) => target is null
        ? $"{name} CNAME SUBDOMAIN.{validationZone} ; SUBDOMAIN is the account's, see 'validationzone account list'"
        : $"{name} CNAME {target}";
}
