using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ValidationZone.Server.Hosting;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class TlsCertificateWatchTests : IDisposable
{
    private const string Name = "ns1.auth.example.org";
    private readonly TempFolder _folder = new();
    private readonly PrivateAuthority _authority = new();
    private readonly FakeClock _clock = new();
    private readonly CapturedLog _log = new();
    private readonly PemCertificate _first;
    private readonly PemCertificate _second;

    public TlsCertificateWatchTests()
    {
        _first = _authority.Issue(Name);
        _second = _authority.Issue(Name);
    }

    private string CertificatePath => _folder.File("fullchain.pem");

    private string KeyPath => _folder.File("privkey.pem");

    private IEnumerable<string> Warnings =>
        _log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal));

    [Fact]
    public void Renewed_certificate_is_used_from_the_next_look_on()
    {
        TlsCertificateWatch watch = Watch(_first);
        _second.WriteTo(_folder.Root);

        watch.Look();

        Assert.Equal(_second.SerialNumber, SerialNumber(watch));
        Assert.Contains(_log.Lines, line => line.Contains(_second.SerialNumber, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Looks_go_on_by_themselves()
    {
        TlsCertificateWatch watch = Watch(_first);
        using var stop = new CancellationTokenSource();
        Task running = watch.RunAsync(stop.Token);

        _second.WriteTo(_folder.Root);
        _clock.Advance(TlsCertificateWatch.Interval);
        await _log.WaitForAsync(_second.SerialNumber);
        _first.WriteTo(_folder.Root);
        _clock.Advance(TlsCertificateWatch.Interval);
        await Eventually.HoldsAsync(() => SerialNumber(watch) == _first.SerialNumber);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData("the folder's link")]
    [InlineData("each file's link")]
    public void Renewal_by_swapped_links_is_seen_even_when_times_and_lengths_are_the_same(string swapped)
    {
        WriteVersion("one", _first);
        WriteVersion("two", _second);
        File.CreateSymbolicLink(_folder.File("..data"), "one");
        // Kubernetes keeps the links of the files and swaps the folder's; certbot swaps those of the files.
        string target = swapped == "the folder's link" ? "..data" : "one";
        File.CreateSymbolicLink(CertificatePath, Path.Combine(target, "fullchain.pem"));
        File.CreateSymbolicLink(KeyPath, Path.Combine(target, "privkey.pem"));
        TlsCertificateWatch watch = Watch();

        if (swapped == "the folder's link")
        {
            Swap("..data", "two");
        }
        else
        {
            Swap("fullchain.pem", "two/fullchain.pem");
            Swap("privkey.pem", "two/privkey.pem");
        }

        watch.Look();

        Assert.Equal(_second.SerialNumber, SerialNumber(watch));
    }

    [Theory]
    [InlineData("certificate of another key", "does not belong")]
    [InlineData("key of another certificate", "does not belong")]
    [InlineData("encrypted key", "encrypted")]
    [InlineData("key encrypted in the old way", "encrypted")]
    [InlineData("no key", "no private key")]
    [InlineData("half a key", "no private key")]
    [InlineData("no certificate", "no certificate")]
    [InlineData("half a certificate", "no certificate")]
    [InlineData("spoilt certificate", "cannot be read")]
    [InlineData("empty", "no certificate")]
    [InlineData("too long", "too long")]
    [InlineData("gone", "cannot be read")]
    public void Pair_that_cannot_be_used_leaves_the_old_one_in_use_and_is_reported_once(string fault, string words)
    {
        TlsCertificateWatch watch = Watch(_first);
        Spoil(fault);

        watch.Look();
        watch.Look();
        watch.Look();

        Assert.Equal(_first.SerialNumber, SerialNumber(watch));
        Assert.Contains(words, Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Pair_of_an_algorithm_that_TLS_does_not_have_is_one_that_cannot_be_used()
    {
        TlsCertificateWatch watch = Watch(_first);
        using var key = DSA.Create(1024);
        File.WriteAllText(CertificatePath, _authority.Certify(Name, new PublicKey(key)));
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());

        watch.Look();

        Assert.Equal(_first.SerialNumber, SerialNumber(watch));
        Assert.Contains("neither RSA nor ECDSA", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Same_certificate_with_another_chain_is_a_renewal_too()
    {
        TlsCertificateWatch watch = Watch(_first);
        File.WriteAllText(CertificatePath, _first.Leaf);

        watch.Look();

        Assert.Empty(Context(watch).IntermediateCertificates);
    }

    [Fact]
    public void Nothing_of_a_key_is_logged()
    {
        TlsCertificateWatch watch = Watch(_first);
        string[] secret = _second.Pkcs8.Split('\n')[1..^2];

        // A key where a certificate should be, and one in the wrong place.
        File.WriteAllText(CertificatePath, _second.Pkcs8);
        watch.Look();
        File.WriteAllText(CertificatePath, _first.Chain);
        File.WriteAllText(KeyPath, _second.Pkcs8);
        watch.Look();

        Assert.Equal(2, Warnings.Count());
        Assert.All(secret, line => Assert.DoesNotContain(line, _log.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Renewal_seen_half_way_is_completed_by_itself()
    {
        TlsCertificateWatch watch = Watch(_first);

        File.WriteAllText(CertificatePath, _second.Chain);
        watch.Look();
        string halfWay = SerialNumber(watch);
        File.WriteAllText(KeyPath, _second.Pkcs8);
        watch.Look();

        Assert.Equal(_first.SerialNumber, halfWay);
        Assert.Equal(_second.SerialNumber, SerialNumber(watch));
    }

    [Fact]
    public void Second_fault_is_reported_as_well_and_so_is_its_end()
    {
        TlsCertificateWatch watch = Watch(_first);

        Spoil("gone");
        watch.Look();
        Spoil("empty");
        watch.Look();
        _first.WriteTo(_folder.Root);
        watch.Look();

        Assert.Equal(2, Warnings.Count());
        Assert.Contains(_first.SerialNumber, _log.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_that_has_expired_is_used_and_warned_of_once()
    {
        PemCertificate expired = _authority.Issue(Name, notAfter: _clock.GetUtcNow() - TimeSpan.FromDays(1));

        TlsCertificateWatch watch = Watch(expired);
        watch.Look();

        Assert.Equal(expired.SerialNumber, SerialNumber(watch));
        Assert.Contains("valid from 2020-01-01", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_that_expires_in_use_is_warned_of_until_it_is_renewed()
    {
        TlsCertificateWatch watch = Watch(_authority.Issue(Name, notAfter: _clock.GetUtcNow() + TimeSpan.FromDays(1)));

        watch.Look();
        int before = Warnings.Count();
        _clock.Advance(TimeSpan.FromDays(2));
        watch.Look();
        watch.Look();
        _second.WriteTo(_folder.Root);
        watch.Look();

        Assert.Equal(0, before);
        Assert.Single(Warnings);
    }

    [Theory]
    [InlineData(false, "PKCS #8")]
    [InlineData(false, "SEC 1")]
    [InlineData(true, "PKCS #8")]
    [InlineData(true, "PKCS #1")]
    public void Key_may_be_in_any_form_that_is_not_encrypted(bool isRsa, string form)
    {
        PemCertificate certificate = isRsa ? _authority.IssueRsa(Name) : _first;
        File.WriteAllText(CertificatePath, certificate.Chain);
        File.WriteAllText(KeyPath, form == "PKCS #8" ? certificate.Pkcs8 : certificate.Traditional);

        Assert.Equal(certificate.SerialNumber, SerialNumber(Watch()));
    }

    [Fact]
    public void Certificate_and_key_may_be_in_one_file_with_text_around_them()
    {
        File.WriteAllText(CertificatePath, $"for {Name}\n{_first.Pkcs8}\nand é\n{_first.Chain}");

        var watch = new TlsCertificateWatch(new TlsCertificateFiles(CertificatePath, CertificatePath), _log, _clock);

        Assert.Equal(_first.SerialNumber, SerialNumber(watch));
        Assert.Single(Context(watch).IntermediateCertificates);
    }

    [Fact]
    public void Server_does_not_start_without_a_pair()
    {
        Assert.Throws<StartException>(() => Watch());
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private TlsCertificateWatch Watch(PemCertificate certificate)
    {
        certificate.WriteTo(_folder.Root);
        return Watch();
    }

    private TlsCertificateWatch Watch() =>
        new(new TlsCertificateFiles(CertificatePath, KeyPath), _log, _clock);

    private static string SerialNumber(TlsCertificateWatch watch) => Context(watch).TargetCertificate.SerialNumber;

    private static SslStreamCertificateContext Context(TlsCertificateWatch watch)
    {
        var handshake = new SslServerAuthenticationOptions();
        watch.Current.Prepare(handshake);
        return handshake.ServerCertificateContext!;
    }

    private void WriteVersion(string name, PemCertificate certificate)
    {
        string folder = Directory.CreateDirectory(_folder.File(name)).FullName;
        (string chain, string key) = certificate.WriteTo(folder);
        // A text of the same length for both, whatever the length of a signature.
        File.WriteAllText(chain, certificate.Chain.PadRight(4096));
        File.SetLastWriteTimeUtc(chain, DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(key, DateTime.UnixEpoch);
    }

    private void Swap(string link, string target)
    {
        File.Delete(_folder.File(link));
        File.CreateSymbolicLink(_folder.File(link), target);
    }

    private void Spoil(string fault)
    {
        string certificate = _first.Chain;
        string key = _first.Pkcs8;
        switch (fault)
        {
            case "certificate of another key": certificate = _second.Chain; break;
            case "key of another certificate": key = _authority.IssueRsa(Name).Traditional; break;
            case "encrypted key": key = _first.Encrypted; break;
            case "key encrypted in the old way":
                key = "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                    + "-----END EC PRIVATE KEY-----\n";
                break;
            case "no key": key = _first.Leaf; break;
            case "half a key": key = key[..100]; break;
            case "no certificate": certificate = key; break;
            case "half a certificate": certificate = certificate[..300]; break;
            case "spoilt certificate": certificate = certificate.Replace("MII", "MIJ", StringComparison.Ordinal); break;
            case "empty": certificate = ""; break;
            case "too long": certificate += new string(' ', 64 * 1024); break;
            default:
                File.Delete(KeyPath);
                return;
        }

        File.WriteAllText(CertificatePath, certificate);
        File.WriteAllText(KeyPath, key);
    }
}
