using System.Security.Cryptography;

namespace ValidationZone.Accounts.Audit;

/// <summary>Numbers requests: from a random start of the process, one after the other.</summary>
/// <remarks>Safe for any number of threads.</remarks>
public sealed class RequestIds
{
    // Random, so that the numbers of two processes, or of one before and after a restart, do not meet.
    private ulong _last = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>The next number.</summary>
    public RequestId Next()
    {
        ulong number = Interlocked.Increment(ref _last);
        // Once in the life of the universe: zero means that there was no request.
        return number == 0 ? Next() : new RequestId(number);
    }
}
