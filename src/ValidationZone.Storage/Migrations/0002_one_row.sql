-- An update writes one row, and not five places that have nothing to do with each other.

-- The values of a subdomain, oldest first: an octet 1, then for each value 43 octets of digest, 16 of publisher, 8 of
-- sequence and 8 of expiry, numbers with the highest octet first. NULL is none.
ALTER TABLE subdomain ADD COLUMN live_values BLOB;

UPDATE subdomain
SET live_values = (
    SELECT unhex('01' || group_concat(
        hex(digest) || hex(publisher) || printf('%016x%016x', sequence, expires_at), '' ORDER BY sequence))
    FROM live_value
    WHERE subdomain_id = subdomain.id
)
WHERE id IN (SELECT subdomain_id FROM live_value);

DROP TABLE live_value;

-- One row for each transaction that changed subdomains: which ones, as a JSON array in the order of their revisions,
-- which begin with first_revision. The last row tells the newest revision. The oldest are deleted now and then, and who
-- needs what stood in them reads all subdomains instead.
CREATE TABLE change_feed (
    last_revision  INTEGER PRIMARY KEY,
    first_revision INTEGER NOT NULL,
    subdomain_ids  TEXT NOT NULL
) STRICT;

INSERT INTO change_feed (last_revision, first_revision, subdomain_ids)
SELECT revision, revision + 1, '[]' FROM store_state;

DROP INDEX subdomain_by_revision;
ALTER TABLE store_state DROP COLUMN revision;
