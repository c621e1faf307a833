namespace ValidationZone.Accounts.Export;

/// <summary>Takes over the accounts of an export, batch by batch.</summary>
/// <param name="lines">Reads the lines.</param>
/// <param name="store">Stores a batch, or tells what would become of it.</param>
public sealed class AccountImport(
    AccountLines lines, Func<IReadOnlyList<StoredSubdomain>, Task<IReadOnlyList<ImportVerdict>>> store)
{
    /// <summary>How many go into one transaction: an update has to wait for it.</summary>
    public const int BatchSize = 500;

    private readonly List<(int Line, StoredSubdomain Account)> _batch = [];

    // Twice the same name is a file that somebody has edited, and there is no telling which line is right.
    private readonly HashSet<Subdomain> _names = [];
    private readonly HashSet<Guid> _usernames = [];

    /// <summary>Reads everything behind the first line.</summary>
    /// <param name="reader">Has read the first line.</param>
    /// <param name="report">Receives what becomes of each line.</param>
    /// <param name="progress">Is told how many lines were dealt with; <see langword="null"/> for nobody.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="StoreUnavailableException">The store could not commit; what came before stays.</exception>
    public async Task RunAsync(
        AccountLineReader reader, AccountImportReport report, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(report);
        while (true)
        {
            (bool isThere, byte[]? octets) = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            if (isThere)
                Take(reader.Number, octets, report);

            if (_batch.Count == BatchSize || !isThere)
            {
                cancellation.ThrowIfCancellationRequested();
                await StoreAsync(report).ConfigureAwait(false);
                progress?.Report(report.ReadCount);
            }

            if (!isThere)
                return;
        }
    }

    private void Take(int line, byte[]? octets, AccountImportReport report)
    {
        string? problem = "it is too long";
        StoredSubdomain? account = octets is null ? null : lines.Read(octets, out problem);
        if (account is null)
            report.Skip(line, subdomain: null, problem!);
        else if (!TryRemember(account))
            report.Skip(line, account.Subdomain, "its name or one of its usernames stands in an earlier line");
        else
            _batch.Add((line, account));
    }

    private bool TryRemember(StoredSubdomain account)
    {
        bool isNew = _names.Add(account.Subdomain);
        foreach (Credential credential in account.Credentials)
            isNew &= _usernames.Add(credential.Username);

        return isNew;
    }

    private async Task StoreAsync(AccountImportReport report)
    {
        if (_batch.Count == 0)
            return;

        IReadOnlyList<ImportVerdict> verdicts =
            await store([.. _batch.Select(entry => entry.Account)]).ConfigureAwait(false);
        for (int i = 0; i < verdicts.Count; i++)
            report.Add(_batch[i].Line, _batch[i].Account, verdicts[i]);

        _batch.Clear();
    }
}
