using ValidationZone.Accounts;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.LoadGenerator.Synthetic;

/// <summary>Fills this server's database by its own code: accounts with their credential and their values.</summary>
internal static class DatabaseWriter
{
    // Long enough that forcing it to the disk costs little, short enough that a server beside it is not kept waiting.
    private const int NamesATransaction = 2_000;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    // Values outlive every run; two each, whatever the server's own limits are.
    private static readonly ValueLimits Limits = new(TimeSpan.FromDays(30), SyntheticZone.ValuesPerName, 16);

    /// <summary>Registers the names and publishes their values.</summary>
    internal static async Task WriteAsync(
        string path, long first, long names, TextWriter progress, CancellationToken cancellation)
    {
        TimeProvider clock = TimeProvider.System;
        var hasher = KeyHasher.LoadOrCreate(path + ".pepper");
        await using SqliteAccountStore store = await SqliteAccountStore.OpenAsync(path, clock, cancellation);
        await store.VerifyPepperAsync(hasher, cancellation);
        long reported = clock.GetTimestamp();
        for (long done = 0; done < names; done += NamesATransaction)
        {
            cancellation.ThrowIfCancellationRequested();
            long begin = first + done;
            long end = first + Math.Min(names, done + NamesATransaction);
            await store.WriteAsync(session => Write(session, hasher, begin, end));
            if (clock.GetElapsedTime(reported) < ProgressInterval)
                continue;

            reported = clock.GetTimestamp();
            await progress.WriteLineAsync($"{path}: {done} of {names} names");
        }
    }

    private static bool Write(WriteSession session, KeyHasher hasher, long begin, long end)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        for (long index = begin; index < end; index++)
        {
            NewSubdomain account = Account(hasher, index, now);
            SubdomainRows.Register(session, account);
            for (int version = 0; version < SyntheticZone.ValuesPerName; version++)
                ValueRows.Change(session, Change(account, index, version, now));
        }

        return true;
    }

    private static NewSubdomain Account(KeyHasher hasher, long index, DateTimeOffset now)
    {
        var credential = new Credential
        {
            Username = SyntheticZone.Username(index),
            KeyHash = hasher.Hash(SyntheticZone.Key(index)),
            AllowFrom = AllowFrom.Anywhere,
            CreatedAt = now,
        };
        return Subdomain.TryParse(SyntheticZone.Label(index), out Subdomain? subdomain)
            ? new NewSubdomain(subdomain, credential, Note: null, TokenId: null)
            : throw new InvalidOperationException("a label that the server does not take");
    }

    private static ChallengeChange Change(NewSubdomain account, long index, int version, DateTimeOffset now) =>
        ChallengeDigest.TryParse(SyntheticZone.Value(index, version), out ChallengeDigest? digest)
            ? new ChallengeChange
            {
                Subdomain = account.Subdomain,
                Publisher = account.Credential.Username,
                Digest = digest,
                At = now,
                Limits = Limits,
            }
            : throw new InvalidOperationException("a value that the server does not take");
}
