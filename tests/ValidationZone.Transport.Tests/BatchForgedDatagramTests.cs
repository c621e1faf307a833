namespace ValidationZone.Transport.Tests;

public sealed class BatchForgedDatagramTests() : ForgedDatagramTests(UdpEngine.Batch);
