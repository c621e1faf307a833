namespace ValidationZone.Server.Tests.Tenants;

/// <summary>What ought to be live at one subdomain: the rules once more, from the text of the contract.</summary>
internal sealed class TenantModel
{
    private const int PerCredential = 8;
    private const int PerName = 16;

    private readonly List<(string Txt, int Publisher)> _values = [];

    public bool IsEnabled { get; private set; } = true;

    /// <summary>In no order: the zone's order is for other tests.</summary>
    public IEnumerable<string> Values => _values.Select(value => value.Txt).Order(StringComparer.Ordinal);

    /// <summary>Publishes; <see langword="false"/> when the name is full of what others have just published.</summary>
    public bool TryPublish(string txt, int publisher)
    {
        List<(string Txt, int Publisher)> others = [.. _values.Where(value => value.Txt != txt)];
        while (others.Count(value => value.Publisher == publisher) >= PerCredential)
            others.RemoveAt(others.FindIndex(value => value.Publisher == publisher));

        while (others.Count >= PerName)
        {
            int own = others.FindIndex(value => value.Publisher == publisher);
            if (own < 0)
                return false;

            others.RemoveAt(own);
        }

        _values.Clear();
        _values.AddRange(others);
        _values.Add((txt, publisher));
        return true;
    }

    public void Remove(string txt) => _values.RemoveAll(value => value.Txt == txt);

    /// <summary>A credential that is disabled or removed takes along what it has published.</summary>
    public void RemoveAllOf(int publisher) => _values.RemoveAll(value => value.Publisher == publisher);

    public void SetEnabled(bool isEnabled)
    {
        IsEnabled = isEnabled;
        if (!isEnabled)
            _values.Clear();
    }
}
