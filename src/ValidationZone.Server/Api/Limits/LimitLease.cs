using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace ValidationZone.Server.Api.Limits;

/// <summary>A permit, or how long there will be none. Nothing has to be given back.</summary>
internal sealed class LimitLease : RateLimitLease
{
    private readonly TimeSpan? _retryAfter;

    private LimitLease(TimeSpan? retryAfter)
    {
        _retryAfter = retryAfter;
    }

    /// <summary>The one permit there is: it holds nothing, so that all may share it.</summary>
    internal static LimitLease Acquired { get; } = new(retryAfter: null);

    /// <inheritdoc/>
    public override bool IsAcquired => _retryAfter is null;

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name];

    /// <summary>No permit.</summary>
    internal static LimitLease Refused(TimeSpan retryAfter) => new(retryAfter);

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _retryAfter : null;
        return metadata is not null;
    }
}
