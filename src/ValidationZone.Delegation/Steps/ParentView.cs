using ValidationZone.Delegation.Zones;

namespace ValidationZone.Delegation.Steps;

/// <summary>The validation zone as its parent shows it.</summary>
/// <param name="Survey">What the parent's servers say; <see langword="null"/> when the parent was not found.</param>
/// <param name="Delegation">NS records and glue; <see langword="null"/> when no server of the parent has them.</param>
/// <param name="KnowsGlue">
/// Whether addresses would be there: a server of both zones answers from the lower one, and shows no glue.
/// </param>
internal sealed record ParentView(Survey? Survey, Referral? Delegation, bool KnowsGlue)
{
    /// <summary>Judges an answer to the question for NS of the zone.</summary>
    internal static ParentView Of(NameView view)
    {
        Referral? delegation = view.Below ?? (view.Survey is null ? null : Referral.FromParent(view.Survey));
        return new ParentView(view.Survey, delegation, KnowsGlue: view.Below is not null);
    }
}
