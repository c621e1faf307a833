namespace ValidationZone.Tests.Support.Model;

/// <summary>What makes a message that says it is a query not one.</summary>
public enum QueryFlaw
{
    None,
    NoQuestion,
    TwoQuestions,
    CutQuestion,
    AnswerRecord,
    TrailingOctets,
    TwoOptRecords,
}
