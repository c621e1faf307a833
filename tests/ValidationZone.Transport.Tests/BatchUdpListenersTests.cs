namespace ValidationZone.Transport.Tests;

public sealed class BatchUdpListenersTests() : UdpListenersTests(UdpEngine.Batch);
