using System.Buffers;
using System.Net;
using System.Reflection;
using System.Text;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Accounts.Tests.Audit;

public sealed class AuditJsonTests
{
    private static readonly AuditEntry Full = new()
    {
        At = new DateTimeOffset(2026, 11, 22, 12, 30, 1, 250, TimeSpan.Zero),
        Request = new RequestId(0xABC),
        Actor = AuditActor.Token(A.Uuid(1)),
        Source = IPAddress.Parse("2001:db8::1"),
        Action = AuditAction.CredentialAdded,
        Subdomain = A.Subdomain("shop.example"),
        Target = A.Uuid(2),
        Outcome = AuditOutcome.Of("too_many_credentials"),
        Phases = new AuditPhases(1, 22, 333, 4444),
        Count = 5,
    };

    public static TheoryData<string> Properties =>
        [.. typeof(AuditEntry).GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(property => property.Name)];

    [Fact]
    public void Every_field_has_its_place_in_the_line()
    {
        string line = Write(Full);

        string expected =
            $"{{'at':'2026-11-22T12:30:01.25Z','request':'0000000000000abc','actor':'token','id':'{A.Uuid(1)}',"
            + "'source':'2001:db8::1','action':'credential_added','subdomain':'shop.example',"
            + $"'target':'{A.Uuid(2)}','outcome':'too_many_credentials','authenticated_us':1,"
            + "'committed_us':22,'published_us':333,'acknowledged_us':4444,'count':5}\n";
        Assert.Equal(expected.Replace('\'', '"'), line);
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_field_comes_back_as_it_was_written(string name)
    {
        PropertyInfo field = typeof(AuditEntry).GetProperty(name)!;

        bool isRead = AuditJson.TryRead(Encoding.UTF8.GetBytes(Write(Full)), out AuditEntry read);

        Assert.True(isRead);
        Assert.Equal(field.GetValue(Full), field.GetValue(read));
    }

    [Fact]
    public void What_has_nothing_to_say_is_left_out()
    {
        string line = Write(new AuditEntry
        {
            At = AnAudit.Noon,
            Actor = AuditActor.Server,
            Action = AuditAction.EntriesDropped,
            Outcome = AuditOutcome.Done,
        });

        Assert.Equal(
            """{"at":"2026-11-22T12:00:00Z","actor":"server","action":"entries_dropped","outcome":"done"}""" + "\n",
            line);
    }

    [Theory]
    [InlineData("root", "root")]
    [InlineData("a\"b\nc", "a\"b\nc")]
    public void User_of_the_machine_stays_on_one_line(string user, string kept)
    {
        string line = Write(AnAudit.Entry(1) with { Actor = AuditActor.CommandLine(user) });

        Assert.Equal(1, line.Count(c => c == '\n'));
        Assert.True(AuditJson.TryRead(Encoding.UTF8.GetBytes(line), out AuditEntry read));
        Assert.Equal(AuditActor.CommandLine(kept), read.Actor);
    }

    [Fact]
    public void Long_name_of_a_user_of_the_machine_is_cut()
    {
        Assert.Equal(new string('u', 64), AuditActor.CommandLine(new string('u', 65)).IdText);
    }

    [Fact]
    public void Every_action_and_every_kind_of_actor_has_a_word_that_is_read_back()
    {
        Assert.All(Enum.GetValues<AuditAction>(), action =>
            Assert.True(AuditWords.TryRead(AuditWords.Of(action), out AuditAction read) && read == action));
        Assert.All(Enum.GetValues<AuditActorKind>(), kind =>
            Assert.True(AuditWords.TryRead(AuditWords.Of(kind), out AuditActorKind read) && read == kind));
        Assert.Equal("command_line", AuditWords.Of(AuditActorKind.CommandLine));
        Assert.False(AuditWords.TryRead("0", out AuditAction _));
    }

    [Fact]
    public void Outcome_is_a_word_and_cannot_be_a_secret()
    {
        Assert.Throws<ArgumentException>(() => AuditOutcome.Of(ApiKey.Generate().Reveal()));
        Assert.Throws<ArgumentException>(() => AuditOutcome.Of(A.Digest(1).Text));
        Assert.Throws<ArgumentException>(() => AuditOutcome.Of(new string('a', 33)));
        Assert.Throws<ArgumentException>(() => AuditOutcome.Of(""));
        Assert.Equal("bad_txt", AuditOutcome.Of("bad_txt").Word);
    }

    [Fact]
    public void No_field_takes_a_text_of_a_client()
    {
        Type[] types = [.. typeof(AuditEntry).GetProperties().Select(field => field.PropertyType).Distinct()];

        Assert.Equal(
            [
                typeof(DateTimeOffset), typeof(RequestId), typeof(AuditActor), typeof(IPAddress), typeof(AuditAction),
                typeof(Subdomain), typeof(Guid?), typeof(AuditOutcome), typeof(AuditPhases), typeof(long?),
            ],
            types);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"at":"2026-11-22T12:00:00Z","actor":"server","action":"of_tomorrow","outcome":"done"}""")]
    [InlineData("""{"at":"2026-11-22T12:00:00Z","actor":"server","action":"backup_made","outcome":"Not a word"}""")]
    [InlineData("""{"at":"yesterday","actor":"server","action":"backup_made","outcome":"done"}""")]
    [InlineData("""{"at":1,"actor":1,"action":1,"outcome":1}""")]
    public void Line_that_is_none_is_not_read(string line)
    {
        Assert.False(AuditJson.TryRead(Encoding.UTF8.GetBytes(line), out _));
    }

    [Fact]
    public void Requests_of_a_process_have_numbers_that_follow_each_other()
    {
        var ids = new RequestIds();

        (RequestId first, RequestId second) = (ids.Next(), ids.Next());

        Assert.NotEqual(first, second);
        Assert.NotEqual(first, new RequestIds().Next());
        Assert.Matches("^[0-9a-f]{16}$", first.ToString());
        Assert.True(RequestId.TryParse(second.ToString(), out RequestId read) && read == second);
    }

    private static string Write(AuditEntry entry)
    {
        var octets = new ArrayBufferWriter<byte>();
        AuditJson.WriteLine(octets, entry);
        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }
}
