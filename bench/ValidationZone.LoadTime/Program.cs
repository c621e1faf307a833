using System.Globalization;
using ValidationZone.LoadTime;

if (args is not [var database, var server, ..])
{
    Console.Error.WriteLine("usage: ValidationZone.LoadTime DATABASE SERVER [NAMES] [ROUNDS]");
    return 2;
}

int names = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1_000_000;
int rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 3;
if (!File.Exists(database))
    await FilledStore.CreateAsync(database, names);

Console.WriteLine("| names | bytes in the file | load ms | start to first answer ms | CPU ms | VmRSS MB | VmHWM MB |");
Console.WriteLine("|---|---|---|---|---|---|---|");
for (int round = 0; round < rounds; round++)
    Console.WriteLine(await ServerStart.MeasureAsync(server, database, names));

return 0;
