namespace ValidationZone.Accounts;

/// <summary>The rules of credentials, as pure functions of what is stored: a store applies them in its transaction.</summary>
internal static class CredentialRules
{
    private static readonly EditStep NotFound = new(EditVerdict.NotFound);

    /// <summary>Changes what stands about a subdomain, or whether it works.</summary>
    internal static EditStep Change(StoredSubdomain stored, SubdomainTerms terms)
    {
        bool isEnabled = terms.IsEnabled ?? stored.IsEnabled;
        return new EditStep(EditVerdict.Done, stored with
        {
            Note = terms.Note is { } note ? note.Value : stored.Note,
            IsEnabled = isEnabled,

            // Whoever disables a name wants no authority to find a proof there, whoever had put it.
            Values = isEnabled ? stored.Values : [],
        });
    }

    /// <summary>Adds a credential, with the terms of another one if it is to inherit.</summary>
    internal static EditStep Add(StoredSubdomain stored, Credential credential, Guid? inheritsFrom, int most)
    {
        if (stored.Credentials.Count >= most)
            return new EditStep(EditVerdict.TooManyCredentials);

        if (inheritsFrom is { } username)
        {
            // Asked again here: the one that orders may have been revoked since it was authenticated.
            if (Find(stored, username) is not { IsEnabled: true } parent)
                return NotFound;

            credential = credential with { AllowFrom = parent.AllowFrom, ExpiresAt = parent.ExpiresAt };
        }

        return new EditStep(EditVerdict.Done, stored with { Credentials = [.. stored.Credentials, credential] });
    }

    /// <summary>Changes the terms of a credential.</summary>
    internal static EditStep Change(StoredSubdomain stored, Guid username, CredentialChange change)
    {
        if (change.IsEnabled == false)
            stored = stored with { Values = WithoutThoseOf(stored, username) };

        return Replace(stored, username, credential => credential with
        {
            AllowFrom = change.AllowFrom ?? credential.AllowFrom,
            Note = change.Note is { } note ? note.Value : credential.Note,
            ExpiresAt = change.ExpiresAt is { } expiry ? expiry.Value : credential.ExpiresAt,
            IsEnabled = change.IsEnabled ?? credential.IsEnabled,
        });
    }

    /// <summary>Takes a credential away.</summary>
    internal static EditStep Remove(StoredSubdomain stored, Guid username) =>
        Find(stored, username) is null
            ? NotFound
            : new EditStep(EditVerdict.Done, stored with
            {
                Credentials = [.. stored.Credentials.Where(credential => credential.Username != username)],
                Values = WithoutThoseOf(stored, username),
            });

    /// <summary>Gives a credential another key; of several rotations in a row, two keys work at most.</summary>
    internal static EditStep Rotate(
        StoredSubdomain stored, Guid username, ReadOnlyMemory<byte> keyHash, DateTimeOffset? previousUntil) =>
        Replace(stored, username, credential =>
        {
            // Of an imported key that was never seen there is no hash that could be compared in time.
            bool isKept = previousUntil is not null && credential.ImportedHash is null;
            return credential with
            {
                KeyHash = keyHash,
                PreviousKeyHash = isKept ? credential.KeyHash : default,
                PreviousUntil = isKept ? previousUntil : null,
                ImportedHash = null,
            };
        });

    /// <summary>Puts our hash in the place of an imported one.</summary>
    internal static EditStep Adopt(
        StoredSubdomain stored, Guid username, string importedHash, ReadOnlyMemory<byte> keyHash) =>
        // Rotated since the key was compared, it has another hash or none, and the old key must not come back.
        Find(stored, username)?.ImportedHash == importedHash
            ? Replace(stored, username, credential => credential with { KeyHash = keyHash, ImportedHash = null })
                with { IsAdoption = true }
            : NotFound;

    private static Credential? Find(StoredSubdomain stored, Guid username) =>
        stored.Credentials.FirstOrDefault(credential => credential.Username == username);

    // A credential is taken away because its key is in the wrong hands, or may be: so is what it has put there.
    private static IReadOnlyList<LiveValue> WithoutThoseOf(StoredSubdomain stored, Guid username) =>
        [.. stored.Values.Where(value => value.Publisher != username)];

    private static EditStep Replace(StoredSubdomain stored, Guid username, Func<Credential, Credential> change) =>
        Find(stored, username) is null
            ? NotFound
            : new EditStep(EditVerdict.Done, stored with
            {
                Credentials =
                [
                    .. stored.Credentials.Select(
                        credential => credential.Username == username ? change(credential) : credential),
                ],
            });
}
