/**
 * Files on their way to the server. `source` is where the file lies, `modified` when it was written last (milliseconds),
 * `owned` 1 where it is a copy of ours that goes with the transfer; `facts` is the rest as JSON. Without a `failure` it
 * was not done when the program ended.
 */
export const transfers = `
CREATE TABLE transfer (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  time INTEGER NOT NULL,
  peer TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  owned INTEGER NOT NULL,
  source TEXT NOT NULL,
  facts TEXT NOT NULL,
  caption TEXT NOT NULL,
  failure TEXT,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
`
