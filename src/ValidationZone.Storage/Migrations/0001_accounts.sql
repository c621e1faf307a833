-- Times are milliseconds since 1970, UTC. UUIDs are 16 octets in network order.

-- One row: what the whole store counts.
CREATE TABLE store_state (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    revision       INTEGER NOT NULL,
    serial_ceiling INTEGER NOT NULL,
    probe_count    INTEGER NOT NULL,
    pepper_check   BLOB
) STRICT;

INSERT INTO store_state (id, revision, serial_ceiling, probe_count) VALUES (1, 0, 0, 0);

-- A deleted subdomain stays for ever, so that its name is never given out again.
CREATE TABLE subdomain (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    revision   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    note       TEXT
) STRICT;

-- The change feed.
CREATE UNIQUE INDEX subdomain_by_revision ON subdomain (revision);

-- The key itself is stored nowhere: key_hash is its HMAC-SHA-256 under a pepper that is not in this database.
CREATE TABLE credential (
    subdomain_id INTEGER NOT NULL REFERENCES subdomain (id),
    username     BLOB NOT NULL UNIQUE CHECK (length(username) = 16),
    key_hash     BLOB NOT NULL CHECK (length(key_hash) = 32),
    allow_from   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    is_enabled   INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
    note         TEXT,
    PRIMARY KEY (subdomain_id, username)
) STRICT, WITHOUT ROWID;

CREATE TABLE live_value (
    subdomain_id INTEGER NOT NULL REFERENCES subdomain (id),
    digest       TEXT NOT NULL CHECK (length(digest) = 43),
    publisher    BLOB NOT NULL CHECK (length(publisher) = 16),
    sequence     INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    PRIMARY KEY (subdomain_id, digest)
) STRICT, WITHOUT ROWID;

CREATE INDEX live_value_by_expiry ON live_value (expires_at);

CREATE TABLE operator_token (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    role        INTEGER NOT NULL,
    allow_from  TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,
    revoked_at  INTEGER,
    quota       INTEGER,
    used        INTEGER NOT NULL,
    note        TEXT
) STRICT, WITHOUT ROWID;
