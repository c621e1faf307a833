using System.Buffers.Binary;
using System.Net;

namespace ValidationZone.Accounts;

/// <summary>
/// Lets imported credentials in by the bcrypt hash that came with them, once each: the first success puts our own hash
/// in its place.
/// </summary>
/// <remarks>
/// One verification at a time, and after one that failed a pause as long as it took: whoever floods the server with
/// wrong keys for imported usernames gets half of one processor. Those who wait are bounded too.
/// </remarks>
public sealed class ImportedKeys : IDisposable
{
    /// <summary>How many may wait for their turn.</summary>
    // At some 60 ms for each right key, the last one waits four seconds.
    public const int MaxWaiting = 64;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Authenticator _authenticator;
    private readonly AdoptKey _adopt;
    private readonly KeyHasher _hasher;
    private readonly TimeProvider _clock;
    private readonly FailedTrials _failed;
    private int _waiting;
    private long _verifications;

    /// <summary>Makes the gate for imported credentials.</summary>
    /// <param name="authenticator">Knows who was imported.</param>
    /// <param name="administration">Puts our own hash in the place of the imported one.</param>
    /// <param name="hasher">Makes that hash.</param>
    /// <param name="clock">Tells how long ago a wrong key was tried.</param>
    public ImportedKeys(
        Authenticator authenticator, AccountAdministration administration, KeyHasher hasher, TimeProvider clock)
        : this(
            authenticator,
            (administration ?? throw new ArgumentNullException(nameof(administration))).AdoptKeyAsync,
            hasher,
            clock)
    {
    }

    internal ImportedKeys(Authenticator authenticator, AdoptKey adopt, KeyHasher hasher, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(hasher);
        ArgumentNullException.ThrowIfNull(clock);
        _authenticator = authenticator;
        _adopt = adopt;
        _hasher = hasher;
        _clock = clock;
        _failed = new FailedTrials(clock);
    }

    /// <summary>Puts our own hash of a key in the place of the imported one.</summary>
    internal delegate Task<Administered> AdoptKey(
        Subdomain subdomain, Guid username, string importedHash, ReadOnlyMemory<byte> keyHash);

    /// <summary>How often a key was verified by bcrypt.</summary>
    public long VerificationCount => Interlocked.Read(ref _verifications);

    /// <summary>Tries a key that <see cref="Authenticator"/> refuses, on a username that it calls imported.</summary>
    /// <param name="username">The username as sent.</param>
    /// <param name="key">The key as sent.</param>
    /// <param name="source">Where the request comes from.</param>
    public async Task<KeyTrial> TryAsync(string username, string key, IPAddress source)
    {
        // Bounded before anything is computed: what waits holds a request each.
        bool hasPlace = Interlocked.Increment(ref _waiting) <= MaxWaiting;
        try
        {
            if (!hasPlace)
                return new KeyTrial(KeyTrialOutcome.Busy);

            return Precheck(username, key, source, out _)
                ?? await TakeTurnAsync(username, key, source).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<KeyTrial> TakeTurnAsync(string username, string key, IPAddress source)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            // Again: a client that sends two values at once has the second one wait here while the first is let in.
            return Precheck(username, key, source, out ImportedCredential? imported)
                ?? await VerifyAsync(imported!, key).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>All that can be told without bcrypt; <see langword="null"/> when that has to decide.</summary>
    private KeyTrial? Precheck(string username, string key, IPAddress source, out ImportedCredential? imported)
    {
        if (_authenticator.Authenticate(username, key, source, out imported) is { } adopted)
            return new KeyTrial(KeyTrialOutcome.Accepted, adopted);

        if (imported is null || _failed.Holds(Mark(imported, key)))
            return new KeyTrial(KeyTrialOutcome.Refused);

        // Busy and not refused: nobody has looked at the key, and some clients give up an account that is refused.
        return _failed.IsSpent(imported.Username) ? new KeyTrial(KeyTrialOutcome.Busy) : null;
    }

    private async Task<KeyTrial> VerifyAsync(ImportedCredential imported, string key)
    {
        long started = _clock.GetTimestamp();
        Interlocked.Increment(ref _verifications);
        bool isRight = await Task.Run(() => BcryptHash.Matches(key, imported.Hash)).ConfigureAwait(false);
        if (!isRight)
        {
            _failed.Add(imported.Username, Mark(imported, key));
            // Within the turn, or the next wrong key would be computed meanwhile.
            await Task.Delay(_clock.GetElapsedTime(started), _clock).ConfigureAwait(false);
            return new KeyTrial(KeyTrialOutcome.Refused);
        }

        Administered adopted = await _adopt(imported.Subdomain, imported.Username, imported.Hash, _hasher.Hash(key))
            .ConfigureAwait(false);
        return adopted.Outcome switch
        {
            AdministeredOutcome.Done => new KeyTrial(
                KeyTrialOutcome.Accepted, new AuthenticatedCredential(imported.Username, imported.Subdomain)),
            AdministeredOutcome.StorageUnavailable => new KeyTrial(KeyTrialOutcome.StorageUnavailable),

            // Somebody else was quicker, by the same key perhaps. Who comes again finds what they have left.
            _ => new KeyTrial(KeyTrialOutcome.Busy),
        };
    }

    /// <summary>A keyed hash of both, so that what is remembered of wrong keys gives none away.</summary>
    private UInt128 Mark(ImportedCredential imported, string key) =>
        BinaryPrimitives.ReadUInt128BigEndian(_hasher.Hash($"{imported.Username:N}{key}"));
}
