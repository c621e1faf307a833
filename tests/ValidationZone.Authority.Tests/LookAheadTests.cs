using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Fuzz;

namespace ValidationZone.Authority.Tests;

public sealed class LookAheadTests
{
    private readonly AZone _zone = AZone.Loaded();

    [Fact]
    public void Looking_ahead_changes_no_answer_and_counts_nothing()
    {
        byte[] question = APacket.Asking(AZone.L2, "TXT").ToOctets();
        byte[] before = _zone.Send(question).ToArray();
        LookAhead lookAhead = _zone.Answerer.CreateLookAhead(4);

        lookAhead.Add(question);
        lookAhead.Fetch();

        Assert.Equal(before, _zone.Send(question));
        Assert.Equal(2, _zone.Counters.Requests);
    }

    [Fact]
    public void Any_octets_whatever_can_be_looked_at()
    {
        var mutator = new Mutator(Corpus.Load(), seed: 4_343);
        LookAhead lookAhead = _zone.Answerer.CreateLookAhead(64);

        for (int i = 0; i < 100_000; i++)
        {
            lookAhead.Add(mutator.Next());
            if (i % 64 == 0)
                lookAhead.Fetch();
        }

        // A name as long as the zone's own, or shorter, has nothing in front of it.
        lookAhead.Add(new byte[13]);
        lookAhead.Add(APacket.Asking(AZone.Apex, "SOA").ToOctets());
        lookAhead.Fetch();
    }

    [Fact]
    public void More_questions_than_the_capacity_are_passed_over()
    {
        byte[] question = APacket.Asking(AZone.L2, "TXT").ToOctets();
        LookAhead lookAhead = _zone.Answerer.CreateLookAhead(2);

        for (int i = 0; i < 5; i++)
            lookAhead.Add(question);

        lookAhead.Fetch();
        lookAhead.Add(question);
        lookAhead.Fetch();
    }

    [Fact]
    public void Looking_ahead_allocates_nothing()
    {
        byte[] question = APacket.Asking(AZone.L2.ToUpperInvariant(), "TXT").WithEdns().ToOctets();
        LookAhead lookAhead = _zone.Answerer.CreateLookAhead(64);

        long allocated = Allocation.Least(() =>
        {
            for (int i = 0; i < 64; i++)
                lookAhead.Add(question);

            lookAhead.Fetch();
        });

        Assert.Equal(0, allocated);
    }
}
