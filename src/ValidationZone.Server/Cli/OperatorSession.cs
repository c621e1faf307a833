using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Server.Cli;

/// <summary>One command's work on the store, beside a server that may be running on it.</summary>
internal sealed class OperatorSession : IAsyncDisposable
{
    private readonly OperatorAudit _audit;

    private OperatorSession(ServerSettings settings, SqliteAccountStore store, KeyHasher hasher)
    {
        Settings = settings;
        Store = store;
        Hasher = hasher;
        _audit = new OperatorAudit(settings.Audit);
    }

    /// <summary>The checked configuration.</summary>
    internal ServerSettings Settings { get; }

    /// <summary>The store.</summary>
    internal SqliteAccountStore Store { get; }

    /// <summary>Hashes secrets under the server's pepper.</summary>
    internal KeyHasher Hasher { get; }

    /// <summary>What is done to accounts. A running server learns of it from the store.</summary>
    internal AccountAdministration NewAdministration() =>
        new(Store, directory: null, Hasher, Settings.Zone.Apex, TimeProvider.System);

    /// <summary>Opens the store, runs the work, and closes it.</summary>
    /// <param name="common">Where the configuration is.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="mayCreate">Whether a store that is not there is made; else its absence is an error.</param>
    /// <param name="work">The work; returns the exit code.</param>
    internal static async Task<int> RunAsync(
        CommonOptions common, ParseResult parsed, bool mayCreate, Func<OperatorSession, Task<int>> work)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        if (!TryReadSettings(common, parsed, out ServerSettings? settings))
            return ExitCode.Usage;

        // Looking into a misspelt path must not leave an empty database there.
        bool isNew = !File.Exists(settings.DatabasePath);
        if (isNew && !mayCreate)
        {
            await error.WriteLineAsync($"validationzone: there is no database {settings.DatabasePath}");
            return ExitCode.Failure;
        }

        await using OperatorSession session = await OpenAsync(settings);

        // An account made in the wrong folder looks as good as any, and no server ever knows it.
        if (isNew)
            await error.WriteLineAsync($"validationzone: {Path.GetFullPath(settings.DatabasePath)} is a new database");

        // Whatever this command stored under another pepper would never work in the server.
        await session.Store.VerifyPepperAsync(session.Hasher, CancellationToken.None);
        int exitCode = await work(session);
        // Not left to the disposal, which has nobody to tell that something could not be written.
        await session._audit.CloseAsync(error);
        return exitCode;
    }

    /// <summary>Keeps what the user of this machine has done.</summary>
    /// <param name="action">What.</param>
    /// <param name="subdomain">The subdomain, if it was done to one.</param>
    /// <param name="target">The username or the token's identifier, if it was done to one.</param>
    /// <param name="count">To how many, when it was done to many.</param>
    internal void Record(AuditAction action, Subdomain? subdomain = null, Guid? target = null, long? count = null) =>
        _audit.Record(action, subdomain, target, count);

    /// <summary>Reads the configuration; <see langword="false"/> when it is wrong, which was said then.</summary>
    internal static bool TryReadSettings(
        CommonOptions common, ParseResult parsed, [NotNullWhen(true)] out ServerSettings? settings)
    {
        var problems = new List<string>();
        IConfiguration configuration = common.Load(parsed, common.Flags(parsed), problems);
        bool isRight = OptionsCheck.TryCheck(configuration, out settings, problems);
        if (!isRight)
            CommonOptions.Report(parsed.InvocationConfiguration.Error, problems);

        return isRight;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using SqliteAccountStore store = Store;
        // Comes first when the work has thrown: what it had done by then is in the audit all the same.
        await _audit.DisposeAsync();
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns the store and disposes of it.")]
    private static async Task<OperatorSession> OpenAsync(ServerSettings settings)
    {
        // As the server does it: whoever comes first makes folder, pepper and file with the same modes.
        DatabaseFiles.PrepareFolder(settings.DatabasePath);
        var hasher = KeyHasher.LoadOrCreate(DatabaseFiles.PepperPath(settings.DatabasePath));
        SqliteAccountStore store =
            await SqliteAccountStore.OpenAsync(settings.DatabasePath, TimeProvider.System, CancellationToken.None);
        return new OperatorSession(settings, store, hasher);
    }
}
