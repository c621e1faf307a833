using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Tests;

/// <summary>What the audit of a server holds.</summary>
internal static class AuditTrail
{
    public static string FolderOf(TempFolder folder) => folder.File("audit");

    /// <summary>Waits for an entry, which is written a moment after the reply.</summary>
    public static async Task<AuditEntry> WaitForAsync(TempFolder folder, Func<AuditEntry, bool> isWanted)
    {
        AuditEntry? found = null;
        await Eventually.HoldsAsync(async () =>
        {
            IReadOnlyList<AuditEntry> entries = await ReadAsync(folder);
            found = entries.Where(isWanted).Select(entry => (AuditEntry?)entry).FirstOrDefault();
            return found is not null;
        });
        return found!.Value;
    }

    public static Task<AuditEntry> WaitForAsync(TempFolder folder, AuditAction action) =>
        WaitForAsync(folder, entry => entry.Action == action);

    /// <summary>The first page, which is all of it in a test.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> ReadAsync(TempFolder folder) =>
        (await new AuditReader(FolderOf(folder)).ReadAsync(new AuditQuery())).Entries;

    /// <summary>All files as they are.</summary>
    public static string Text(TempFolder folder) =>
        string.Concat(Directory.GetFiles(FolderOf(folder), "*.jsonl").Select(File.ReadAllText));
}
