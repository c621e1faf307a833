using ValidationZone.Server.Cli;

return await CommandTree.RunAsync(args);
