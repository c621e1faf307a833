using System.Net;

namespace ValidationZone.Accounts.Tests;

public sealed class AllowFromTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(AllowFrom.MaxEntries)]
    public void Work_does_not_tell_how_long_the_list_is_or_what_matched(int entries)
    {
        AllowFrom list = entries == 0
            ? AllowFrom.Anywhere
            : A.AllowFrom([.. Enumerable.Range(0, entries).Select(i => $"198.51.{i}.0/24")]);

        list.Allows(IPAddress.Parse("198.51.0.1"), out int whenFirstMatches);
        list.Allows(IPAddress.Parse("192.0.2.1"), out int whenNoneMatches);

        Assert.Equal((AllowFrom.MaxEntries, AllowFrom.MaxEntries), (whenFirstMatches, whenNoneMatches));
    }

    [Theory]
    [InlineData("192.168.100.1/24", "192.168.100.1/24")]
    [InlineData("2002:c0a8:2a00::0/40", "2002:c0a8:2a00::0/40")]
    [InlineData("[::1]/64", "::1/64")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::/0", "::/0")]
    [InlineData("255.255.255.255/32", "255.255.255.255/32")]
    [InlineData("2001:DB8::A/128", "2001:DB8::A/128")]
    [InlineData("::ffff:192.0.2.0/120", "::ffff:192.0.2.0/120")]
    public void Entry_is_kept_as_written_without_brackets(string entry, string kept)
    {
        bool isRead = AllowFrom.TryParse([entry], out AllowFrom? allowFrom);

        Assert.True(isRead);
        Assert.Equal([kept], allowFrom!.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("invalid")]
    [InlineData("1.2.3.4")]
    [InlineData("::1")]
    [InlineData("1.2.3.4/33")]
    [InlineData("::1/129")]
    [InlineData("1.2.3.4/")]
    [InlineData("1.2.3.4/-1")]
    [InlineData("1.2.3.4/+8")]
    [InlineData("1.2.3.4/ 8")]
    [InlineData("1.2.3.4/08")]
    [InlineData("1.2.3.4/8/8")]
    [InlineData("1.2.3.4/255.0.0.0")]
    [InlineData("/8")]
    [InlineData("1.2.3/8")]
    [InlineData("1.2/8")]
    [InlineData("16909060/8")]
    [InlineData("0x1.2.3.4/8")]
    [InlineData("010.1.1.1/8")]
    [InlineData("1.2.3.256/8")]
    [InlineData(" 1.2.3.4/8")]
    [InlineData("1.2.3.4 /8")]
    [InlineData("[1.2.3.4]/8")]
    [InlineData("fe80::1%eth0/64")]
    [InlineData("fe80::1%1/64")]
    [InlineData("[::1/64")]
    [InlineData("::1]/64")]
    [InlineData("[[::1]]/64")]
    [InlineData("[::1]:53/64")]
    [InlineData("::ffff:010.1.1.1/120")]
    [InlineData("::ffff:1.2.3/120")]
    [InlineData("1::2::3/64")]
    [InlineData("١.2.3.4/8")]
    public void Entry_that_is_not_address_and_prefix_is_refused(string? entry)
    {
        bool isRead = AllowFrom.TryParse(["192.0.2.0/24", entry!], out AllowFrom? allowFrom);

        Assert.False(isRead);
        Assert.Null(allowFrom);
    }

    [Theory]
    [InlineData("192.168.100.1/24", "192.168.100.255", true)]
    [InlineData("192.168.100.1/24", "192.168.101.0", false)]
    [InlineData("192.168.100.1/24", "::ffff:192.168.100.7", true)]
    [InlineData("192.168.100.1/32", "192.168.100.1", true)]
    [InlineData("192.168.100.1/32", "192.168.100.0", false)]
    [InlineData("192.168.100.1/31", "192.168.100.0", true)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "203.0.113.9", false)]
    [InlineData("::/0", "::ffff:203.0.113.9", false)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.77", true)]
    [InlineData("::ffff:192.0.2.0/120", "::ffff:192.0.2.77", true)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.3.77", false)]
    [InlineData("[::1]/64", "::ffff", true)]
    [InlineData("[::1]/64", "0:0:0:1::", false)]
    [InlineData("2002:c0a8:2a00::0/40", "2002:c0a8:2aff::1", true)]
    [InlineData("2002:c0a8:2a00::0/40", "2002:c0a8:2b00::1", false)]
    public void Address_is_allowed_when_it_shares_the_prefix(string entry, string address, bool isAllowed)
    {
        AllowFrom allowFrom = A.AllowFrom(entry);

        Assert.Equal(isAllowed, allowFrom.Allows(IPAddress.Parse(address)));
    }

    [Fact]
    public void Any_entry_may_allow()
    {
        AllowFrom allowFrom = A.AllowFrom("10.0.0.0/8", "2001:db8::/32", "192.0.2.1/32");

        Assert.True(allowFrom.Allows(IPAddress.Parse("192.0.2.1")));
        Assert.False(allowFrom.Allows(IPAddress.Parse("192.0.2.2")));
    }

    [Fact]
    public void Empty_list_allows_every_address()
    {
        bool isRead = AllowFrom.TryParse([], out AllowFrom? allowFrom);

        Assert.True(isRead);
        Assert.Same(AllowFrom.Anywhere, allowFrom);
        Assert.True(allowFrom!.Allows(IPAddress.Parse("203.0.113.9")));
        Assert.True(allowFrom.Allows(IPAddress.IPv6Loopback));
    }

    [Fact]
    public void List_is_bounded()
    {
        string[] entries = [.. Enumerable.Repeat("10.0.0.0/8", AllowFrom.MaxEntries)];

        Assert.True(AllowFrom.TryParse(entries, out _));
        Assert.False(AllowFrom.TryParse([.. entries, "10.0.0.0/8"], out _));
    }

    /// <summary>The shortest of many: what else the machine does only ever makes it longer.</summary>
}
