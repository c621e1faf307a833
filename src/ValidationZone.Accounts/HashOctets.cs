using System.Runtime.CompilerServices;

namespace ValidationZone.Accounts;

/// <summary>
/// A hash inside the object or the stack frame that needs it: as an array it would be an object of its own.
/// </summary>
[InlineArray(KeyHasher.HashLengthInOctets)]
internal struct HashOctets
{
    private byte _first;
}
