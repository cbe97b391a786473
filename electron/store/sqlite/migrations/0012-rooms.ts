/** The conference rooms of the list, and who wants us in one. What was not said is empty, as for requests. */
export const rooms = `
CREATE TABLE room (
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  nick TEXT NOT NULL,
  autojoin INTEGER NOT NULL,
  notify TEXT NOT NULL,
  bookmarked INTEGER NOT NULL,
  password TEXT NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
  account TEXT NOT NULL,
  room TEXT NOT NULL,
  name TEXT NOT NULL,
  inviter TEXT NOT NULL,
  reason TEXT NOT NULL,
  password TEXT NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (account, room)
) STRICT, WITHOUT ROWID;
`
