/**
 * What is being written, and what is looked at. `conversation.draft` is null where nothing was begun. A conversation may
 * be open that has no row yet: therefore a table of its own, with one row for an account.
 */
export const drafts = `
ALTER TABLE conversation ADD COLUMN draft TEXT;

CREATE TABLE open_conversation (
  account TEXT NOT NULL,
  peer TEXT NOT NULL,
  PRIMARY KEY (account)
) STRICT, WITHOUT ROWID;
`
