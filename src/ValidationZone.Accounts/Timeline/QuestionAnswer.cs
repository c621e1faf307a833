namespace ValidationZone.Accounts.Timeline;

/// <summary>What a question about a subdomain was answered with.</summary>
internal enum QuestionAnswer : byte
{
    /// <summary>The name exists, the type does not.</summary>
    NoData,

    /// <summary>With values.</summary>
    Values,

    /// <summary>With the record that stands for everything at a name.</summary>
    Hinfo,

    /// <summary>Cut short.</summary>
    Truncated,

    /// <summary>With a response code that is an error.</summary>
    Error,

    /// <summary>Not at all: the limiter withheld the reply.</summary>
    None,
}
