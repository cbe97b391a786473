/**
 * What the messages of rooms need. `conversation.kind` is 'room', or null: what else it is its address says.
 * `message.mentions` is 1 where one of another names us. `room_archive` is to a room what `archive` (0006) is to an account.
 */
export const roomMessages = `
ALTER TABLE conversation ADD COLUMN kind TEXT;
ALTER TABLE message ADD COLUMN mentions INTEGER;

CREATE INDEX message_mention ON message (conversation, place) WHERE mentions = 1;

CREATE TABLE room_archive (
  account TEXT NOT NULL,
  room TEXT NOT NULL,
  complete INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  gaps TEXT NOT NULL,
  newest_id TEXT,
  newest_time INTEGER,
  oldest_id TEXT,
  oldest_time INTEGER,
  PRIMARY KEY (account, room)
) STRICT, WITHOUT ROWID;
`
