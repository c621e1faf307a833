namespace ValidationZone.Server.Hosting;

/// <summary>Keeps the certificate of the TLS listener the one that is on the disk.</summary>
/// <remarks>
/// <para>
/// It reads both files every few seconds and compares what is in them. A watcher of the file system would miss the
/// renewals that matter: certbot and Kubernetes swap symbolic links, some of them two folders above the file. Times and
/// lengths can be the same before and after, and octets cannot. The files are a few thousand octets.
/// </para>
/// <para>
/// A pair that cannot be used leaves the one before in use. Caught between the two halves of a renewal, the next look
/// finds both.
/// </para>
/// </remarks>
internal sealed class TlsCertificateWatch
{
    /// <summary>How long after a renewal the new certificate is in use, at most.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TlsCertificateFiles _files;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private TlsCertificate _current;
    private string _seen;
    private bool _isOutOfDate;

    /// <summary>Loads the certificate for the first time.</summary>
    /// <exception cref="StartException">It cannot be used.</exception>
    internal TlsCertificateWatch(TlsCertificateFiles files, ILogger log, TimeProvider clock)
    {
        _files = files;
        _log = log;
        _clock = clock;
        try
        {
            using PemPair pair = files.Read();
            _seen = pair.Fingerprint;
            _current = pair.Parse();
        }
        catch (TlsCertificateException e)
        {
            throw new StartException($"cannot use {files.CertificatePath} for DNS over TLS: {e.Message}", e);
        }

        Log.CertificateInUse(log, _current.ToString(), _current.NotAfter);
        WarnWhenOutOfDate();
    }

    /// <summary>What the next handshake is done with.</summary>
    // Acquire: pairs with the write in Use.
    internal TlsCertificate Current => Volatile.Read(ref _current);

    /// <summary>Looks again and again, until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        while (await timer.WaitForNextTickAsync(cancellation))
            Look();
    }

    /// <summary>Looks once, and takes what is new. Not for two threads at once.</summary>
    internal void Look()
    {
        try
        {
            using PemPair pair = _files.Read();
            if (IsNew(pair.Fingerprint))
                Use(pair);
        }
        catch (TlsCertificateException e)
        {
            // Gone, or out of reach. The words tell one such state from another.
            if (IsNew(e.Message))
                Log.CertificateRefused(_log, _files.CertificatePath, e.Message);
        }

        WarnWhenOutOfDate();
    }

    private void Use(PemPair pair)
    {
        try
        {
            TlsCertificate next = pair.Parse();
            _isOutOfDate = false;

            // Release: pairs with the read in Current, which happens on threads of the listener.
            Volatile.Write(ref _current, next);
            Log.CertificateInUse(_log, next.ToString(), next.NotAfter);
        }
        catch (TlsCertificateException e)
        {
            Log.CertificateRefused(_log, _files.CertificatePath, e.Message);
        }
    }

    /// <summary>Whether the files were in another state at the last look; so that each state is reported once.</summary>
    private bool IsNew(string state)
    {
        bool isNew = state != _seen;
        _seen = state;
        return isNew;
    }

    private void WarnWhenOutOfDate()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        bool isOutOfDate = now < _current.NotBefore || now > _current.NotAfter;
        // Not refused: nearly all resolvers that use TLS here do not look at the certificate (RFC 9539 §4.6.3.4).
        if (isOutOfDate && !_isOutOfDate)
            Log.CertificateOutOfDate(_log, _current.ToString(), _current.NotBefore, _current.NotAfter);

        _isOutOfDate = isOutOfDate;
    }
}
