using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ValidationZone.Server.Tests;

/// <summary>The rules of the house that a compiler does not enforce.</summary>
public sealed partial class ArchitectureTests
{
    private const int LongestFile = 600;

    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Wire"] = [],
        ["Authority"] = ["Wire"],
        ["Transport"] = ["Authority"],
        ["Accounts"] = ["Authority"],
        ["Storage"] = ["Accounts"],
        ["Delegation"] = ["Wire"],
        ["Server"] = ["Wire", "Authority", "Transport", "Accounts", "Storage", "Delegation"],
    };

    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] Seams = ["IAccountStore", "IChallengeChanges"];

    private static string Root { get; } = FindRoot();

    public static TheoryData<string> Projects => [.. MayReference.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_the_plan_allows(string project)
    {
        var file = XDocument.Load(
            Path.Combine(Root, "src", $"ValidationZone.{project}", $"ValidationZone.{project}.csproj"));

        IEnumerable<string> references = file.Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Select(name => name["ValidationZone.".Length..]);

        Assert.Empty(references.Except(MayReference[project]));
    }

    [Fact]
    public void There_are_seven_projects_and_the_solution_lists_all_of_them_and_the_tests()
    {
        string solution = File.ReadAllText(Path.Combine(Root, "ValidationZone.sln"));
        string[] projects = [.. ProjectFiles().Select(path => Path.GetRelativePath(Root, path).Replace('/', '\\'))];

        Assert.Equal(7, projects.Count(path => path.StartsWith("src\\", StringComparison.Ordinal)));
        Assert.All(projects, path => Assert.Contains($"\"{path}\"", solution, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Wire", "System.Net.Sockets")]
    [InlineData("Wire", "Microsoft.")]
    [InlineData("Authority", "System.Net.Sockets")]
    [InlineData("Authority", "Microsoft.")]
    [InlineData("Accounts", "System.Net.Sockets")]
    [InlineData("Accounts", "Microsoft.")]
    [InlineData("Accounts", "System.Data")]
    [InlineData("Storage", "System.Net.Sockets")]
    [InlineData("Storage", "Microsoft.AspNetCore")]
    [InlineData("Delegation", "System.Net.Http")]
    [InlineData("Delegation", "System.Net.NameResolution")]
    [InlineData("Delegation", "Microsoft.")]
    [InlineData("Transport", "Microsoft.")]
    [InlineData("Transport", "System.Data")]
    public void Assembly_knows_nothing_of_what_is_not_its_business(string project, string library)
    {
        IEnumerable<string> references = Assembly.Load($"ValidationZone.{project}")
            .GetReferencedAssemblies()
            .Select(name => name.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith(library, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_Transport_may_be_unsafe_and_only_Storage_has_database_packages()
    {
        IEnumerable<string> unsafeProjects = SourceProjects().Where(path => Contains(path, "AllowUnsafeBlocks"));
        IEnumerable<string> databaseProjects = SourceProjects()
            .Where(path => Contains(path, "Sqlite") || Contains(path, "Npgsql"));

        Assert.Equal(["ValidationZone.Transport"], unsafeProjects.Select(Path.GetFileNameWithoutExtension));
        Assert.Equal(["ValidationZone.Storage"], databaseProjects.Select(Path.GetFileNameWithoutExtension));
    }

    [Theory]
    [InlineData("ValidationZone.Server/Api", @"\b(Storage|Transport)\b")]
    [InlineData("ValidationZone.Transport", @"\bRecordTable\b")]
    [InlineData("ValidationZone.Storage", @"\bRecordTable\b")]
    [InlineData("ValidationZone.Accounts", @"\b(HttpContext|HttpRequest|SELECT|INSERT|Sqlite|Socket)\b")]
    public void Code_never_names_what_it_must_not_know(string folder, string pattern)
    {
        IEnumerable<string> guilty = SourceFiles(folder)
            .Where(path => Regex.IsMatch(Code(path), pattern))
            .Select(Relative);

        Assert.Empty(guilty);
    }

    [Fact]
    public void Unsafe_code_stays_under_Transport_Interop()
    {
        IEnumerable<string> guilty = SourceFiles()
            .Where(path => UnsafeKeyword().IsMatch(Code(path)))
            .Select(Relative)
            .Where(path => !path.StartsWith("src/ValidationZone.Transport/Interop/", StringComparison.Ordinal));

        Assert.Empty(guilty);
    }

    [Fact]
    public void Unsafe_and_MemoryMarshal_are_used_in_Transport_Interop_and_at_most_two_Wire_files()
    {
        string[] users =
        [
            .. SourceFiles()
                .Where(path => UnsafeClasses().IsMatch(Code(path)))
                .Select(Relative)
                .Where(path => !path.StartsWith("src/ValidationZone.Transport/Interop/", StringComparison.Ordinal)),
        ];

        Assert.All(users, path => Assert.StartsWith("src/ValidationZone.Wire/", path, StringComparison.Ordinal));
        Assert.True(users.Length <= 2, string.Join('\n', users));
    }

    [Fact]
    public void No_wall_clock_and_no_service_locator()
    {
        IEnumerable<string> guilty = SourceFiles()
            .Where(path => WallClockOrLocator().IsMatch(Code(path)))
            .Select(Relative);

        Assert.Empty(guilty);
    }

    [Fact]
    public void No_static_field_can_be_changed()
    {
        IEnumerable<string> guilty = OurTypes()
            .SelectMany(type => type.GetFields(Declared))
            .Where(field => field.IsStatic && !field.IsInitOnly && !field.IsLiteral)
            .Where(field => !IsGenerated(field) && !IsGenerated(field.DeclaringType!))
            .Select(field => $"{field.DeclaringType}.{field.Name}");

        Assert.Empty(guilty);
    }

    [Fact]
    public void No_method_is_async_void()
    {
        IEnumerable<string> guilty = OurTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            .Select(method => $"{method.DeclaringType}.{method.Name}");

        Assert.Empty(guilty);
    }

    [Fact]
    public void No_interface_but_the_seams_has_a_single_implementation()
    {
        Type[] types = [.. OurTypes()];

        IEnumerable<string> guilty = types
            .Where(type => type.IsInterface && !Seams.Contains(type.Name))
            .Where(seam => types.Count(type => type.IsClass && type.IsAssignableTo(seam)) <= 1)
            .Select(type => type.Name);

        Assert.Empty(guilty);
    }

    [Fact]
    public void Classes_are_sealed_or_static()
    {
        IEnumerable<string> guilty = OurTypes()
            .Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && !IsGenerated(type))
            .Select(type => type.FullName!);

        Assert.Empty(guilty);
    }

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold()
    {
        IEnumerable<string> guilty = SourceFiles()
            .Where(path => File.ReadLines(path).Count() > LongestFile)
            .Select(Relative);

        Assert.Empty(guilty);
    }

    [Fact]
    public void No_regions_and_no_promises_in_comments()
    {
        IEnumerable<string> guilty = SourceFiles()
            .Where(path => RegionOrPromise().IsMatch(File.ReadAllText(path)))
            .Select(Relative);

        Assert.Empty(guilty);
    }

    private static IEnumerable<Type> OurTypes() =>
        MayReference.Keys
            .Select(project => Assembly.Load(project == "Server" ? "validationzone" : $"ValidationZone.{project}"))
            .SelectMany(assembly => assembly.GetTypes());

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute))
        || member.Name.Contains('<', StringComparison.Ordinal)
        || (member is Type { FullName: "Program" });

    private static IEnumerable<string> SourceFiles(string folder = "") =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !BuildFolder().IsMatch(path));

    private static IEnumerable<string> ProjectFiles() =>
        new[] { "src", "tests", "bench" }
            .Select(folder => Path.Combine(Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories));

    private static IEnumerable<string> SourceProjects() =>
        ProjectFiles().Where(path => Relative(path).StartsWith("src/", StringComparison.Ordinal));

    private static bool Contains(string path, string text) =>
        File.ReadAllText(path).Contains(text, StringComparison.Ordinal);

    /// <summary>The file without its comments, which may name anything.</summary>
    private static string Code(string path) =>
        string.Join(
            '\n', File.ReadLines(path).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "ValidationZone.sln")))
            folder = Path.GetDirectoryName(folder);

        return folder!;
    }

    [GeneratedRegex("/(obj|bin)/")]
    private static partial Regex BuildFolder();

    [GeneratedRegex(@"\bunsafe\b")]
    private static partial Regex UnsafeKeyword();

    [GeneratedRegex(@"\b(Unsafe\.|MemoryMarshal\b)")]
    private static partial Regex UnsafeClasses();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b|\bGet(Required)?Service\b|IServiceProvider")]
    private static partial Regex WallClockOrLocator();

    [GeneratedRegex(@"#region|\bTODO\b|\bFIXME\b")]
    private static partial Regex RegionOrPromise();
}
