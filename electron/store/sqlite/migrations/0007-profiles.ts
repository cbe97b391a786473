/**
 * What people say of themselves. `picture` is the name of a file in the folder `pictures`; `announced` is what their
 * presence said of it when they were asked, `facts` the rest as JSON.
 */
export const profiles = `
CREATE TABLE profile (
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  fetched_at INTEGER NOT NULL,
  full_name TEXT,
  nickname TEXT,
  picture TEXT,
  announced TEXT,
  facts TEXT NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;
`
