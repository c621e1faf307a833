using ValidationZone.Delegation.Asking;

namespace ValidationZone.Delegation.Tests;

public sealed class SystemResolversTests
{
    [Fact]
    public void Name_servers_of_the_file_are_taken_in_their_order()
    {
        string[] lines =
        [
            "# nameserver 192.0.2.9", "search example.org", "nameserver 192.0.2.1", "nameserver\t2001:db8::1 # second",
            "nameserver not-an-address", "nameserver", "options ndots:1", "nameserver 192.0.2.3", "nameserver 192.0.2.4",
        ];

        IEnumerable<string> found = SystemResolvers.Parse(lines).Select(endpoint => endpoint.ToString());

        Assert.Equal(["192.0.2.1:53", "[2001:db8::1]:53", "192.0.2.3:53"], found);
    }

    [Fact]
    public void Without_any_this_machine_is_asked() =>
        Assert.Equal("127.0.0.1:53", Assert.Single(SystemResolvers.Parse([])).ToString());
}
