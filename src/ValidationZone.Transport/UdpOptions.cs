namespace ValidationZone.Transport;

/// <summary>How UDP is listened on.</summary>
/// <param name="Engine">How datagrams are taken and sent.</param>
/// <param name="Workers">
/// How many threads share an endpoint, each with a socket of its own; 0 for one each processor. The portable engine has
/// one.
/// </param>
public sealed record UdpOptions(UdpEngine Engine = UdpEngine.Auto, int Workers = 0)
{
    /// <summary>What is asked of the kernel for datagrams that wait, in octets: 4 MiB for each socket.</summary>
    public const int WantedReceiveBuffer = 4 * 1024 * 1024;
}
