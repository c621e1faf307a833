using ValidationZone.LoadGenerator.Cli;

return await CommandTree.RunAsync(args);
