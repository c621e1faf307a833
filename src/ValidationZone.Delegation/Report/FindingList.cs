using System.Collections;

namespace ValidationZone.Delegation.Report;

/// <summary>The findings of one step, in their order.</summary>
internal sealed class FindingList : IEnumerable<Finding>
{
    private readonly List<Finding> _findings = [];

    /// <summary>Whether one of them keeps a certificate from being issued.</summary>
    internal bool HasErrors => _findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <inheritdoc/>
    public IEnumerator<Finding> GetEnumerator() => _findings.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether there is a finding with this code.</summary>
    internal bool Has(string code) => _findings.Any(finding => finding.Code == code);

    internal void Error(string code, string seen, string why, string fix) =>
        _findings.Add(new Finding(code, FindingSeverity.Error, seen, why, fix));

    internal void Warning(string code, string seen, string why, string fix) =>
        _findings.Add(new Finding(code, FindingSeverity.Warning, seen, why, fix));

    internal void Unknown(string code, string seen, string why, string fix) =>
        _findings.Add(new Finding(code, FindingSeverity.Unknown, seen, why, fix));

    internal void Add(Finding finding) => _findings.Add(finding);

    internal void AddIfAny(Finding? finding)
    {
        if (finding is not null)
            _findings.Add(finding);
    }

    /// <summary>Adds findings, but none whose code and severity are there already.</summary>
    internal void AddNew(IEnumerable<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            if (!_findings.Any(known => (known.Code, known.Severity) == (finding.Code, finding.Severity)))
                _findings.Add(finding);
        }
    }

    internal void AddRange(IEnumerable<Finding> findings) => _findings.AddRange(findings);
}
