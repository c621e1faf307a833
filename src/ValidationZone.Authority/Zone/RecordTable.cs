using System.Diagnostics;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>Every owner name of the zone and what exists there: lock-free to read, one writer.</summary>
/// <remarks>
/// <para>
/// Open addressing over references to nodes, at most half full. Readers take the array of slots once and never wait.
/// The writer fills a slot when its node is complete, puts a marker where a node was removed, and replaces the whole
/// array when it grows; readers in the old array see the zone as it was when they began.
/// </para>
/// <para>
/// Invariant: whenever a name is in the table, every name between it and the apex is too, so that no answer says
/// NXDOMAIN above an existing name (RFC 8020 §2). Ancestors are entered first and removed last.
/// </para>
/// </remarks>
public sealed class RecordTable
{
    // A power of two, as all capacities: the mask that finds a slot depends on it.
    private const int SmallestCapacity = 64;

    /// <summary>Stands where a node was removed: a look-up goes on past it, as it does past any other name.</summary>
    private static readonly ZoneNode Removed = new PlainNode([0]);

    // Held by whoever publishes, for microseconds; readers never touch it.
    private readonly Lock _writer = new();
    private readonly DomainName _apex;
    private readonly TimeProvider _clock;
    private readonly NameHash _hash = NameHash.CreateSeeded();
    // Released in Rebuild, acquired in TryFind.
    private ZoneNode?[] _slots = new ZoneNode?[SmallestCapacity];
    // Under the writer's lock only. Markers of removed nodes count as used: look-ups walk past them too, so a storm of
    // registrations and removals ends in a rebuild at the same size and not in ever longer walks.
    private int _usedSlots;
    private int _nodeCount;

    // Written under the lock, read by any thread.
    private int _subdomainCount;
    private uint _serial;
    private bool _isLoaded;

    internal RecordTable(DomainName apex, uint serial, TimeProvider clock)
    {
        _apex = apex;
        _clock = clock;
        _serial = serial;
    }

    /// <summary>Whether everything that was stored has been published; until then names inside the zone are SERVFAIL.</summary>
    public bool IsLoaded => Volatile.Read(ref _isLoaded);

    /// <summary>The SOA serial; grows with each change, before the change is visible.</summary>
    public uint Serial => Volatile.Read(ref _serial);

    /// <summary>How many subdomains are registered, with or without values.</summary>
    public int SubdomainCount => Volatile.Read(ref _subdomainCount);

    /// <summary>Says that loading is complete.</summary>
    // Release: pairs with IsLoaded, so that who sees it set finds all that was published before.
    public void MarkLoaded() => Volatile.Write(ref _isLoaded, true);

    /// <summary>Lifts the serial to at least <paramref name="floor"/>, used once before the listeners open.</summary>
    public void RaiseSerial(uint floor)
    {
        lock (_writer)
        {
            if (IsLaterSerial(floor, _serial))
                Volatile.Write(ref _serial, floor);
        }
    }

    /// <summary>Makes a subdomain exist with these values; visible to every query that starts after the return.</summary>
    /// <param name="ownerName">A name strictly below the apex; its ancestors come to exist as empty non-terminals.</param>
    /// <param name="rrset">What to answer for TXT; <see cref="TxtRRset.Empty"/> for a name without values.</param>
    /// <exception cref="ArgumentException">The name is not below the apex, or is one of the zone's static names.</exception>
    public void Publish(DomainName ownerName, TxtRRset rrset)
    {
        ArgumentNullException.ThrowIfNull(ownerName);
        byte[] name = FoldRelative(ownerName);
        lock (_writer)
        {
            ZoneNode node = TryFind(name, out ZoneNode? present) ? present : new PlainNode(name);
            if (!TryPublish(node, present, rrset))
                throw new ArgumentException($"{ownerName} is a static name of the zone", nameof(ownerName));
        }
    }

    /// <summary>
    /// Makes a subdomain exist with these values, and its node the one that <see cref="Find"/> leads to, in place of any
    /// other at that name; visible to every query that starts after the return.
    /// </summary>
    /// <returns>
    /// <see langword="false"/> when the zone has no place for it: the name is too long under the apex, or a static one.
    /// </returns>
    public bool TryPublish(ZoneNode node, TxtRRset rrset)
    {
        ArgumentNullException.ThrowIfNull(node);
        int length = node.Name.Length + _apex.Wire.Length;
        if (node.Name.IsEmpty || length > DomainName.MaxLengthInOctets)
            return false;

        lock (_writer)
        {
            _ = TryFind(node.Name, out ZoneNode? present);
            return TryPublish(node, present, rrset);
        }
    }

    /// <summary>The node at a name; <see langword="null"/> when the name does not exist.</summary>
    /// <param name="name">The labels before the apex, folded.</param>
    public ZoneNode? Find(ReadOnlySpan<byte> name) => TryFind(name, out ZoneNode? node) ? node : null;

    /// <summary>Whether the operator has records at a name below the apex, so that no subdomain has a place there.</summary>
    public bool IsStatic(DomainName ownerName)
    {
        ArgumentNullException.ThrowIfNull(ownerName);
        return TryFind(FoldRelative(ownerName), out ZoneNode? node) && node.IsStatic;
    }

    /// <summary>Begins or ends the sampling of questions about a name; one that does not exist is left alone.</summary>
    /// <param name="name">The labels before the apex, folded.</param>
    /// <param name="isWatched">Whether questions are to be sampled from now on.</param>
    public void Watch(ReadOnlySpan<byte> name, bool isWatched)
    {
        // Under the lock: the mark shares a number with the count of children, which another writer may be changing.
        lock (_writer)
        {
            if (TryFind(name, out ZoneNode? node))
                node.IsWatched = isWatched;
        }
    }

    /// <summary>Makes a subdomain cease to exist, with the empty non-terminals that only it needed.</summary>
    /// <returns><see langword="false"/> when it was not registered.</returns>
    /// <exception cref="ArgumentException">The name is not below the apex.</exception>
    public bool Remove(DomainName ownerName)
    {
        ArgumentNullException.ThrowIfNull(ownerName);
        return Remove(FoldRelative(ownerName));
    }

    /// <summary>Makes a subdomain cease to exist, with the empty non-terminals that only it needed.</summary>
    /// <param name="name">The labels before the apex, folded.</param>
    /// <returns><see langword="false"/> when it was not registered.</returns>
    public bool Remove(ReadOnlySpan<byte> name)
    {
        lock (_writer)
        {
            if (!TryFind(name, out ZoneNode? node) || node.Challenges is null)
                return false;

            AdvanceSerial();
            // First the value, then the name: in between, the answer is NODATA, which is true enough of either.
            node.Challenges = null;
            Volatile.Write(ref _subdomainCount, _subdomainCount - 1);
            // What its owner kept there is let go of, also where the name has to stay for those below it.
            if (node.Children > 0)
                Replace(node, new PlainNode(name));
            else
                Prune(node);

            return true;
        }
    }

    /// <summary>Enters a static name while the zone is put together.</summary>
    internal ZoneNode InsertStatic(ReadOnlySpan<byte> name, PreparedRRset[] rrsets)
    {
        var node = new StaticNode(name, rrsets);
        lock (_writer)
            Insert(node);

        return node;
    }

    /// <summary>Finds what exists at a name.</summary>
    /// <param name="name">The labels before the apex, folded.</param>
    /// <param name="node">The node; not <see langword="null"/> when found.</param>
    internal bool TryFind(ReadOnlySpan<byte> name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ZoneNode? node)
    {
        // Acquire: pairs with the release in Rebuild; the array is complete before its reference is seen.
        ZoneNode?[] slots = Volatile.Read(ref _slots);
        uint hash = _hash.Of(name);
        int mask = slots.Length - 1;

        // The table is at most half full, so an empty slot always ends the walk.
        for (int at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            // Acquire: pairs with the release in Place; a node is complete before a slot leads to it.
            node = Volatile.Read(ref slots[at]);
            if (node is null)
                return false;

            if (node.Hash == hash && name.SequenceEqual(node.Name))
                return true;
        }
    }

    // RFC 1982 §3.2: a difference of less than 2^31 is ahead, so that the serial may pass the end of its range.
    private static bool IsLaterSerial(uint candidate, uint serial) => (int)(candidate - serial) > 0;

    private byte[] FoldRelative(DomainName ownerName)
    {
        // Strictly below: values at the apex would prove control of the zone itself to an authority.
        int length = ownerName.Wire.Length - _apex.Wire.Length;
        if (length <= 0 || !ownerName.IsAtOrBelow(_apex))
            throw new ArgumentException($"{ownerName} is not below {_apex}", nameof(ownerName));

        var name = new byte[length];
        NameReader.FoldCase(ownerName.Wire[..length], name);
        return name;
    }

    /// <summary>At least one more, and at least the time in seconds, so that the serial also tells when.</summary>
    private void AdvanceSerial()
    {
        Debug.Assert(_writer.IsHeldByCurrentThread, "only the writer moves the serial");
        uint now = (uint)_clock.GetUtcNow().ToUnixTimeSeconds();
        uint next = _serial + 1;
        Volatile.Write(ref _serial, IsLaterSerial(now, next) ? now : next);
    }

    /// <param name="node">What is to be at the name afterwards.</param>
    /// <param name="present">What is there now: the same, another, or nothing.</param>
    /// <param name="rrset">What to answer for TXT.</param>
    private bool TryPublish(ZoneNode node, ZoneNode? present, TxtRRset rrset)
    {
        // An account must never speak for a name that the operator has written, whatever its label was made of.
        if (present is { IsStatic: true })
            return false;

        // A refreshed value changes nothing that DNS shows, so a secondary need not hear of it. Otherwise the serial
        // moves first: whoever sees the change must not still see the old serial.
        TxtRRset? previous = present?.Challenges;
        if (previous?.HasSameRecords(rrset) is not true)
            AdvanceSerial();

        node.Challenges = rrset;
        if (present is null)
            Insert(node);
        else if (!ReferenceEquals(node, present))
            Replace(present, node);

        if (previous is null)
            Volatile.Write(ref _subdomainCount, _subdomainCount + 1);

        return true;
    }

    private void Insert(ZoneNode node)
    {
        Debug.Assert(_writer.IsHeldByCurrentThread, "only the writer inserts");

        // Ancestors first: a reader that finds this name must find every name above it.
        if (node.Name.Length > 0 && FindOrInsertParent(node.Name) is { } parent)
            parent.Children++;

        node.Hash = _hash.Of(node.Name);
        // Before it is full: a walk ends only at an empty slot, and half of them empty keeps walks at one or two steps.
        if ((_usedSlots + 1) * 2 > _slots.Length)
            Rebuild();

        Place(_slots, node);
        _usedSlots++;
        _nodeCount++;
    }

    /// <summary>Puts a node where another one of the same name was.</summary>
    private void Replace(ZoneNode present, ZoneNode node)
    {
        Debug.Assert(_writer.IsHeldByCurrentThread, "only the writer replaces");
        node.Hash = present.Hash;
        node.Children = present.Children;
        node.IsWatched = present.IsWatched;

        // Release, as in Place. In one step: no reader may miss the name in between.
        Volatile.Write(ref _slots[SlotOf(present)], node);
    }

    /// <summary>The node above a name; <see langword="null"/> when that is the apex, which is never pruned.</summary>
    private ZoneNode? FindOrInsertParent(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> parent = name[(1 + name[0])..];
        if (parent.IsEmpty)
            return null;

        if (!TryFind(parent, out ZoneNode? node))
            Insert(node = new PlainNode(parent));

        return node;
    }

    private void Prune(ZoneNode node)
    {
        Debug.Assert(_writer.IsHeldByCurrentThread, "only the writer prunes");

        // Upwards, one level at a time: a name that others still stand on stays as an empty non-terminal.
        while (!node.IsStatic && node.Children == 0 && node.Challenges is null)
        {
            ClearSlot(node);
            ReadOnlySpan<byte> parentName = node.Name[(1 + node.Name[0])..];
            if (parentName.IsEmpty || !TryFind(parentName, out ZoneNode? parent))
                return;

            parent.Children--;
            node = parent;
        }
    }

    private void ClearSlot(ZoneNode node)
    {
        // Not null: an empty slot would end the walk to names that were placed behind this one.
        Volatile.Write(ref _slots[SlotOf(node)], Removed);
        _nodeCount--;
    }

    private int SlotOf(ZoneNode node)
    {
        int mask = _slots.Length - 1;
        int at = (int)node.Hash & mask;
        // The node is in the table, so this ends; plain reads, because only the writer changes slots.
        while (!ReferenceEquals(_slots[at], node))
            at = (at + 1) & mask;

        return at;
    }

    /// <summary>Makes room, and leaves the markers of removed nodes behind.</summary>
    private void Rebuild()
    {
        // A third full at most: a sixth of the slots at least for changes before the next copy. Twice the slots would
        // make that a third, at 17 bytes more for each of a million names.
        int capacity = SmallestCapacity;
        while (capacity < (_nodeCount + 1) * 3)
            capacity *= 2;

        var slots = new ZoneNode?[capacity];
        foreach (ZoneNode? node in _slots)
        {
            if (node is not null && !ReferenceEquals(node, Removed))
                Place(slots, node);
        }

        _usedSlots = _nodeCount;

        // Release: every slot is filled before a reader can reach the array.
        Volatile.Write(ref _slots, slots);
    }

    private static void Place(ZoneNode?[] slots, ZoneNode node)
    {
        int mask = slots.Length - 1;
        int at = (int)node.Hash & mask;
        while (slots[at] is not null)
            at = (at + 1) & mask;

        // Release: the node's name and hash are in memory before the slot that leads to it.
        Volatile.Write(ref slots[at], node);
    }
}
