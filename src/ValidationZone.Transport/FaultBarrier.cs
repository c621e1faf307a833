using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>Stands between a loop and the answerer: a bug in one answer is SERVFAIL and not the loop's end.</summary>
/// <param name="answer">Answers a message.</param>
/// <param name="answerFailure">Counts the fault and writes SERVFAIL, when <paramref name="answer"/> has thrown.</param>
internal sealed class FaultBarrier(AnswerMessage answer, AnswerMessage answerFailure)
{
    internal FaultBarrier(QueryAnswerer answerer)
        : this(answerer.Answer, answerer.AnswerFailure)
    {
    }

    /// <summary>Answers a message; does not throw.</summary>
    /// <returns>The length of the reply in octets; 0 means silence.</returns>
    internal int Answer(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context)
    {
        try
        {
            return answer(request, response, context);
        }
        catch (Exception)
        {
            // Counted by AnswerFailure and not logged: whoever found such a message can send it a million times.
            return AnswerFailure(request, response, context);
        }
    }

    private int AnswerFailure(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context)
    {
        try
        {
            return answerFailure(request, response, context);
        }
        catch (Exception)
        {
            context.Counters.CountFault();
            return 0;
        }
    }
}
