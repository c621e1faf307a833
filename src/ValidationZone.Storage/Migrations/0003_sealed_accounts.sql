-- Accounts that clients keep here, sealed with the secret of their operator token, which is not in this database.
-- place is made from that secret and the domain, and tells neither.
CREATE TABLE sealed_account (
    place     BLOB PRIMARY KEY CHECK (length(place) = 32),
    token_id  BLOB NOT NULL REFERENCES operator_token (id),
    box       BLOB NOT NULL,
    stored_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- To count what a token keeps, and to drop it when the token is revoked.
CREATE INDEX sealed_account_by_token ON sealed_account (token_id);
