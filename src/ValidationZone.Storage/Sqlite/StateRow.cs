using System.Security.Cryptography;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Reads and writes the one row of what the whole store counts, inside the writer's transaction.</summary>
internal static class StateRow
{
    /// <summary>Binds an unbound store to a pepper; <see langword="false"/> when it is bound to another.</summary>
    internal static bool BindPepper(WriteSession session, ReadOnlySpan<byte> check)
    {
        Statement read = session.Prepare(Statements.ReadPepperCheck);
        read.Step();

        // Unbound is a store that has just been made: it is bound before anyone can store a hash in it.
        bool isBound = !read.IsNull(0);
        bool isSame = isBound && CryptographicOperations.FixedTimeEquals(read.Octets(0), check);
        read.Reset();
        if (!isBound)
            session.Prepare(Statements.WritePepperCheck).Bind(1, check).Execute();

        return !isBound || isSame;
    }

    /// <summary>Lifts the ceiling; <see langword="false"/> when it was not lower.</summary>
    internal static bool RaiseSerialCeiling(WriteSession session, long ceiling)
    {
        bool isRaised = session.Prepare(Statements.RaiseSerialCeiling).Bind(1, ceiling).Execute() == 1;
        if (isRaised)
            session.NoteSerialCeiling();

        return isRaised;
    }

    /// <summary>Writes something, which is the only way to learn whether that is possible.</summary>
    internal static bool Probe(WriteSession session) => session.Prepare(Statements.Probe).Execute() == 1;
}
