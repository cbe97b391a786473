/**
 * When an own message came to each state, in milliseconds; null where it has not, or nobody knows. `message.markable` of
 * one of another: 1 while its sender waits to hear that it was seen (XEP-0333), 0 when that is settled, null where they
 * do not ask. `message_own` tells at once whether we have ever written to somebody.
 */
export const delivery = `
ALTER TABLE message ADD COLUMN sent_at INTEGER;
ALTER TABLE message ADD COLUMN stored_at INTEGER;
ALTER TABLE message ADD COLUMN delivered_at INTEGER;
ALTER TABLE message ADD COLUMN displayed_at INTEGER;
ALTER TABLE message ADD COLUMN failed_at INTEGER;
ALTER TABLE message ADD COLUMN markable INTEGER;

CREATE INDEX message_own ON message (conversation, place) WHERE direction = 'out';
CREATE INDEX message_markable ON message (conversation, place) WHERE markable = 1;
`
