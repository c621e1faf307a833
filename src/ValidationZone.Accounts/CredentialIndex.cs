using System.Diagnostics;

namespace ValidationZone.Accounts;

/// <summary>Username to the subdomain that holds its credential: lock-free to read, one writer.</summary>
/// <remarks>
/// Open addressing over references, at most half full, which takes a quarter of the memory of a concurrent dictionary.
/// Usernames are random and made here, so nobody can crowd a slot.
/// </remarks>
internal sealed class CredentialIndex
{
    private const int SmallestCapacity = 64;

    /// <summary>Stands where a state was removed: a walk goes on past it, as it does past those of other names.</summary>
    private static readonly SubdomainState Removed = SubdomainState.OfNobody;

    private SubdomainState?[] _slots = new SubdomainState?[SmallestCapacity];
    private int _usedSlots;
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    internal FoundCredential? Find(Guid username)
    {
        // Acquire: pairs with the release in Rebuild; the array is complete before its reference is seen.
        SubdomainState?[] slots = Volatile.Read(ref _slots);

        // Compared again, in the very object: since the walk ended at an empty slot, another may have been entered there.
        SubdomainState? state = Volatile.Read(ref slots[SlotOf(slots, username)]);
        if (state is not null)
            return state.TryFind(username, out CredentialEntry entry) ? new FoundCredential(entry, state) : null;

        // As often as a known name was looked for in its state, that the time tells nobody which ones are known.
        bool isFound = Removed.TryFind(username, out _) | Removed.TryFind(username, out _);
        Debug.Assert(!isFound, "nobody has no credential");
        return null;
    }

    /// <summary>Lets all credentials of a subdomain be found, and none that it only had before.</summary>
    internal void Replace(SubdomainState? previous, SubdomainState state)
    {
        if ((_usedSlots + state.CredentialCount) * 2 > _slots.Length)
            Rebuild(state.CredentialCount);

        // The new ones are entered before the old ones go, so that one which stays is never missing to a reader.
        for (int i = 0; i < state.CredentialCount; i++)
            Set(state.Username(i), state);

        Volatile.Write(ref _count, _count + state.CredentialCount);
        if (previous is not null)
            Remove(previous);
    }

    /// <summary>Lets no credential of a subdomain be found.</summary>
    internal void Remove(SubdomainState state)
    {
        // An empty slot would end the walk to what was pushed past it. Along the whole walk: two credentials of one
        // subdomain that meet may have left it in more than one slot.
        int mask = _slots.Length - 1;
        for (int i = 0; i < state.CredentialCount; i++)
        {
            for (int at = FirstSlot(_slots, state.Username(i)); _slots[at] is { } found; at = (at + 1) & mask)
            {
                if (ReferenceEquals(found, state))
                    Volatile.Write(ref _slots[at], Removed);
            }
        }

        Volatile.Write(ref _count, _count - state.CredentialCount);
    }

    private void Set(Guid username, SubdomainState state)
    {
        // In place if it is there: a reader finds the old state or the new one, never none. Release: pairs with the
        // read in Find; a state is complete before a slot leads to it.
        int at = SlotOf(_slots, username);
        _usedSlots += _slots[at] is null ? 1 : 0;
        Volatile.Write(ref _slots[at], state);
    }

    // The hash is seeded anew by each process: how long a walk takes tells nobody which usernames exist.
    private static int FirstSlot(SubdomainState?[] slots, Guid username) =>
        HashCode.Combine(username) & (slots.Length - 1);

    /// <summary>Where a username is, or the empty slot that ends the walk.</summary>
    private static int SlotOf(SubdomainState?[] slots, Guid username)
    {
        // At most half full, so an empty slot always ends the walk.
        int mask = slots.Length - 1;
        int at = FirstSlot(slots, username);
        while (Volatile.Read(ref slots[at]) is { } state && !state.TryFind(username, out _))
            at = (at + 1) & mask;

        return at;
    }

    /// <summary>Makes room for some more, and leaves the markers of what was removed behind.</summary>
    private void Rebuild(int more)
    {
        // A third full at most, as the zone's table: it grows by a half before it is rebuilt again.
        int capacity = SmallestCapacity;
        while (capacity < (_count + more) * 3)
            capacity *= 2;

        // Released below, when it is complete; until then readers go on in the old one.
        SubdomainState?[] old = _slots;
        var slots = new SubdomainState?[capacity];
        int used = 0;
        foreach (SubdomainState? state in old)
        {
            // A state with several credentials is met several times, and enters them all the first time.
            for (int i = 0; i < (state?.CredentialCount ?? 0); i++)
            {
                int at = SlotOf(slots, state!.Username(i));
                used += slots[at] is null ? 1 : 0;
                slots[at] = state;
            }
        }

        _usedSlots = used;

        // Release: pairs with the read in Find. Readers in the old array see the credentials as they were.
        Volatile.Write(ref _slots, slots);
    }
}
