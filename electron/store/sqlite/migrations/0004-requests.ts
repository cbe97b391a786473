/**
 * Who wants to see our presence: a server like jabberd2 tells it once, and only one program of ours. And what became of
 * our own requests. Words that were not said are empty: with nulls at its end a row would look like one of the index over
 * the conversations.
 */
export const requests = `
ALTER TABLE contact ADD COLUMN problem TEXT;

CREATE TABLE request (
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  time INTEGER NOT NULL,
  nickname TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;
`
