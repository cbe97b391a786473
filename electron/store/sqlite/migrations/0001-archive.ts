/**
 * Contacts, conversations and messages.
 *
 * `message.place` is the `order` of the contract: microseconds of the arrival, pushed above every place that the
 * conversation has given before. Places are wide apart, so that what an archive brings later fits between two
 * messages without moving either. `message.key` is free for a full-text index to refer to.
 */
export const archive = `
CREATE TABLE contact (
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT,
  groups TEXT NOT NULL,
  subscription TEXT NOT NULL,
  asked INTEGER NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  key INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  peer TEXT NOT NULL,
  read_up_to INTEGER NOT NULL DEFAULT 0,
  last_place INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account, peer)
) STRICT;

CREATE TABLE message (
  key INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  id TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  body TEXT NOT NULL,
  time INTEGER NOT NULL,
  state TEXT,
  failure TEXT,
  sender TEXT,
  stanza_id TEXT,
  origin_id TEXT,
  CHECK ((direction = 'out') = (state IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX message_by_place ON message (conversation, place);
CREATE INDEX message_by_id ON message (id);
CREATE INDEX message_by_stanza_id ON message (conversation, stanza_id) WHERE stanza_id IS NOT NULL;
CREATE INDEX message_by_origin_id ON message (conversation, origin_id) WHERE origin_id IS NOT NULL;
CREATE INDEX message_received ON message (conversation, place) WHERE direction = 'in';
CREATE INDEX message_pending ON message (conversation, place) WHERE state IN ('queued', 'sent');
`
