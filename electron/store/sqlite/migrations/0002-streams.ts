/**
 * One managed stream (XEP-0198) an account, and where its messages stand in it, so that a program that was killed knows
 * what the server's count means. `message.stream` of an earlier stream means nothing any more.
 */
export const streams = `
CREATE TABLE stream (
  account TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  address TEXT NOT NULL,
  inbound INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

ALTER TABLE message ADD COLUMN stream TEXT;
ALTER TABLE message ADD COLUMN stream_place INTEGER;
`
