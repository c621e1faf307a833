namespace ValidationZone.Transport.Tests;

public sealed class PortableForgedDatagramTests() : ForgedDatagramTests(UdpEngine.Portable);
