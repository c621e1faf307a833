namespace ValidationZone.Accounts;

/// <summary>Username to credential: lock-free to read, one writer.</summary>
/// <remarks>
/// Open addressing over references, at most half full, which takes a third of the memory of a concurrent dictionary.
/// Usernames are random and made here, so nobody can crowd a slot.
/// </remarks>
internal sealed class CredentialIndex
{
    private const int SmallestCapacity = 64;

    private CredentialEntry?[] _slots = new CredentialEntry?[SmallestCapacity];
    private int _usedSlots;
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    internal CredentialEntry? Find(Guid username)
    {
        // Acquire: pairs with the release in Rebuild; the array is complete before its reference is seen.
        CredentialEntry?[] slots = Volatile.Read(ref _slots);
        CredentialEntry? entry = Volatile.Read(ref slots[SlotOf(slots, username)]);

        // Compared again: since the walk ended at an empty slot, another credential may have been entered there. The
        // marker of a removed one has a name that nobody is given.
        return entry?.Username == username && !IsMarker(entry) ? entry : null;
    }

    /// <summary>Enters a credential, in place of the one with the same username if there is one.</summary>
    internal void Set(CredentialEntry entry)
    {
        int at = SlotOf(_slots, entry.Username);

        // In place: a reader finds the old entry or the new one, never none.
        if (_slots[at] is not null)
        {
            Volatile.Write(ref _slots[at], entry);
            return;
        }

        if ((_usedSlots + 1) * 2 > _slots.Length)
        {
            Rebuild();
            at = SlotOf(_slots, entry.Username);
        }

        // Release: pairs with the read in Find; an entry is complete before a slot leads to it.
        Volatile.Write(ref _slots[at], entry);
        _usedSlots++;
        Volatile.Write(ref _count, _count + 1);
    }

    internal void Remove(Guid username)
    {
        int at = SlotOf(_slots, username);
        if (_slots[at] is null)
            return;

        // An empty slot here would end the walk to an entry that was pushed past it.
        Volatile.Write(ref _slots[at], CredentialEntry.Nobody);
        Volatile.Write(ref _count, _count - 1);
    }

    private static bool IsMarker(CredentialEntry entry) => ReferenceEquals(entry, CredentialEntry.Nobody);

    /// <summary>Where a username is, or the empty slot that ends the walk.</summary>
    private static int SlotOf(CredentialEntry?[] slots, Guid username)
    {
        // At most half full, so an empty slot always ends the walk. The hash is seeded anew by each process: how long
        // a walk takes tells nobody which usernames exist.
        int mask = slots.Length - 1;
        int at = HashCode.Combine(username) & mask;
        while (Volatile.Read(ref slots[at]) is { } entry && (IsMarker(entry) || entry.Username != username))
            at = (at + 1) & mask;

        return at;
    }

    /// <summary>Makes room, and leaves the markers of removed entries behind.</summary>
    private void Rebuild()
    {
        // A quarter full afterwards: it doubles before it is rebuilt again.
        int capacity = SmallestCapacity;
        while (capacity < (_count + 1) * 4)
            capacity *= 2;

        var slots = new CredentialEntry?[capacity];
        foreach (CredentialEntry? entry in _slots)
        {
            if (entry is not null && !IsMarker(entry))
                slots[SlotOf(slots, entry.Username)] = entry;
        }

        _usedSlots = _count;

        // Release: pairs with the read in Find. Readers in the old array see the entries as they were.
        Volatile.Write(ref _slots, slots);
    }
}
