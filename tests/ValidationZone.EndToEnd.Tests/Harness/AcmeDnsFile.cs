namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A database as acme-dns keeps it.</summary>
internal static class AcmeDnsFile
{
    // The form of a bcrypt hash is all that an import looks at.
    private const string Script = """
        import sqlite3, sys
        path, names = sys.argv[1], sys.argv[2:]
        database = sqlite3.connect(path)
        database.executescript('''
            CREATE TABLE acmedns(Name TEXT, Value TEXT);
            INSERT INTO acmedns VALUES('db_version', '1');
            CREATE TABLE records(Username TEXT UNIQUE NOT NULL PRIMARY KEY, Password TEXT UNIQUE NOT NULL,
                                 Subdomain TEXT UNIQUE NOT NULL, AllowFrom TEXT);
            CREATE TABLE txt(Subdomain TEXT NOT NULL, Value TEXT NOT NULL DEFAULT '', LastUpdate INT);
        ''')
        for number, pair in enumerate(names):
            username, subdomain = pair.split('/')
            password = '$2a$10$' + chr(ord('a') + number) * 53
            database.execute('INSERT INTO records VALUES(?, ?, ?, ?)', (username, password, subdomain, '[]'))
        database.commit()
        """;

    /// <summary>Writes the file with these accounts in it, each under its own name.</summary>
    public static async Task WriteAsync(string path, params IEnumerable<RegisteredAccount> accounts)
    {
        string[] names = [.. accounts.Select(account => $"{account.Username}/{account.Subdomain}")];
        (await ChildProcess.RunAsync("/usr/bin/python3", ["-c", Script, path, .. names])).MustSucceed();
    }
}
