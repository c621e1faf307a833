using System.Runtime.CompilerServices;

namespace ValidationZone.Server.Api.Limits;

/// <summary>The counts of a window's segments, inside the object that holds them.</summary>
[InlineArray(SlidingWindow.SegmentCount)]
internal struct WindowCounts
{
    private int _first;
}
