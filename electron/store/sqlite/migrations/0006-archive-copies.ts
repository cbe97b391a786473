/**
 * What the archive on the server has of an account, and by which copies a message is known.
 *
 * `message.copies` has a bit for each way a copy of it has come (`store/copies/copy.ts`), 4 being the archive; null where
 * nobody has counted. `archive` says how far the server's archive is here, and `conversation.history_…` how far back one
 * conversation is where it reaches further. `gaps` are places before which messages may be missing, as JSON.
 */
export const archiveCopies = `
ALTER TABLE message ADD COLUMN archive_id TEXT;
ALTER TABLE message ADD COLUMN copies INTEGER;

CREATE INDEX message_by_archive_id ON message (conversation, archive_id) WHERE archive_id IS NOT NULL;
CREATE INDEX message_archived ON message (conversation, place) WHERE copies >= 4;
CREATE INDEX message_without_id ON message (conversation, direction, copies, time)
  WHERE stanza_id IS NULL AND origin_id IS NULL AND sender IS NOT NULL;

ALTER TABLE conversation ADD COLUMN history_id TEXT;
ALTER TABLE conversation ADD COLUMN history_time INTEGER;
ALTER TABLE conversation ADD COLUMN history_complete INTEGER;

CREATE TABLE archive (
  account TEXT NOT NULL PRIMARY KEY,
  complete INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  gaps TEXT NOT NULL,
  newest_id TEXT,
  newest_time INTEGER,
  oldest_id TEXT,
  oldest_time INTEGER
) STRICT, WITHOUT ROWID;
`
