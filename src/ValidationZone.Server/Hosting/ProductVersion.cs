using System.Reflection;

namespace ValidationZone.Server.Hosting;

/// <summary>Which version this is.</summary>
internal static class ProductVersion
{
    /// <summary>Name and version, such as <c>validationzone 1.0.0</c>.</summary>
    internal static string Text { get; } = "validationzone " + typeof(ProductVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
