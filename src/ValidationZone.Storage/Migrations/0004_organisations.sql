-- Disabled is for a time: the name still exists, and nobody may change it.
ALTER TABLE subdomain ADD COLUMN is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1));
ALTER TABLE subdomain ADD COLUMN last_published_at INTEGER;
ALTER TABLE subdomain ADD COLUMN last_queried_at INTEGER;

-- 32 octets of the hash of the key before the last rotation, and 8 of the time until which it works, highest octet first.
ALTER TABLE credential ADD COLUMN previous_key BLOB CHECK (length(previous_key) = 40);

-- The bcrypt text of an account from another server, until its key is seen for the first time. key_hash is zeros then.
ALTER TABLE credential ADD COLUMN imported_hash TEXT;
ALTER TABLE credential ADD COLUMN last_used_at INTEGER;
ALTER TABLE operator_token ADD COLUMN last_used_at INTEGER;

-- Replies to requests with an idempotency key. A box opens with the caller's secret, which is not in this database.
CREATE TABLE sealed_reply (
    place     BLOB PRIMARY KEY CHECK (length(place) = 32),
    request   BLOB NOT NULL CHECK (length(request) = 32),
    box       BLOB NOT NULL,
    stored_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sealed_reply_by_age ON sealed_reply (stored_at);

-- What was taken away for good: names, credentials, keys and operator tokens. The same facts stand in a file beside the
-- database, from which they come back when somebody puts an older copy of the database in its place.
CREATE TABLE revocation (
    id         INTEGER PRIMARY KEY,
    fact       TEXT NOT NULL UNIQUE,
    revoked_at INTEGER NOT NULL
) STRICT;

INSERT INTO revocation (fact, revoked_at)
SELECT 'name ' || name, deleted_at FROM subdomain WHERE deleted_at IS NOT NULL ORDER BY id;

INSERT INTO revocation (fact, revoked_at)
SELECT 'token ' || lower(hex(id)), revoked_at FROM operator_token WHERE revoked_at IS NOT NULL ORDER BY created_at;

-- log_id and log_length tell how much of which file is contained in this database; logged_revocation, which facts of this
-- database are in the file.
ALTER TABLE store_state ADD COLUMN log_id TEXT NOT NULL DEFAULT '';
ALTER TABLE store_state ADD COLUMN log_length INTEGER NOT NULL DEFAULT 0;
ALTER TABLE store_state ADD COLUMN logged_revocation INTEGER NOT NULL DEFAULT 0;
