/**
 * What the server calls the contact list that is kept (RFC 6121, 2.6); null where it has not said. `account_state.blocking`
 * is -1 where nothing is known of blocking.
 */
export const rosterVersion = `
ALTER TABLE account_state ADD COLUMN roster_version TEXT;
`
