namespace ValidationZone.Transport.Tests;

public sealed class PortableUdpListenersTests() : UdpListenersTests(UdpEngine.Portable);
