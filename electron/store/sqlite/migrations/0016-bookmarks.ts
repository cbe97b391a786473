/** What our list of rooms and the bookmarks on the server last agreed on, as JSON; null where nothing is known of it. */
export const bookmarks = `
ALTER TABLE account_state ADD COLUMN bookmarks TEXT;
`
