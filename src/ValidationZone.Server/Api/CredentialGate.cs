using System.Net;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Api;

/// <summary>Decides which credential a request is made with, imported ones among them.</summary>
internal sealed class CredentialGate(Authenticator authenticator, ImportedKeys imported)
{
    /// <summary>Recognises a credential, or says how to refuse.</summary>
    internal ValueTask<(AuthenticatedCredential? Credential, ApiError? Error)> RecogniseAsync(
        string? name, string? key, IPAddress client)
    {
        // Without a task for all but the first use of what came from another server.
        AuthenticatedCredential? credential = authenticator.Authenticate(name, key, client, out bool isImported);
        if (credential is null && isImported)
            return TryImportedAsync(name!, key!, client);

        return ValueTask.FromResult((credential, credential is null ? ApiError.Forbidden : null));
    }

    private async ValueTask<(AuthenticatedCredential? Credential, ApiError? Error)> TryImportedAsync(
        string name, string key, IPAddress client)
    {
        KeyTrial trial = await imported.TryAsync(name, key, client);
        return (trial.Credential, ApiError.For(trial.Outcome));
    }
}
