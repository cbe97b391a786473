/**
 * What the server has said last of an account as a whole, to be shown while it cannot be asked. `blocking` is 1 where it
 * can keep people out, 0 where it cannot; `blocked` are the addresses, as JSON.
 */
export const accountState = `
CREATE TABLE account_state (
  account TEXT NOT NULL,
  blocking INTEGER NOT NULL,
  blocked TEXT NOT NULL,
  PRIMARY KEY (account)
) STRICT, WITHOUT ROWID;
`
