namespace ValidationZone.Storage.Sqlite;

/// <summary>Something that a caller wants written, and waits for.</summary>
internal abstract class WriteRequest
{
    /// <summary>Does it inside the open transaction. It may be done again, after a rollback.</summary>
    internal abstract void Execute(WriteSession session);

    /// <summary>Tells the caller that it is durable; one who was told of a failure already hears nothing.</summary>
    internal abstract void Complete();

    /// <summary>Tells the caller that nothing of it was done.</summary>
    internal abstract void Fail(Exception reason);
}
