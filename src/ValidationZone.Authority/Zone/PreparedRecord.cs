namespace ValidationZone.Authority.Zone;

/// <summary>One static record from its type onwards, with the places where a pointer to the apex belongs.</summary>
/// <param name="Tail">TYPE, CLASS, TTL, RDLENGTH and RDATA; names under the apex end in two octets left open.</param>
/// <param name="ApexPointers">Where those two octets are, counted from the start of the tail.</param>
internal readonly record struct PreparedRecord(byte[] Tail, ushort[] ApexPointers);
