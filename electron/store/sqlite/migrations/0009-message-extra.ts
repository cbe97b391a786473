/** What a message says besides its words (`MessageExtra`), as JSON: most say nothing. */
export const messageExtra = `
ALTER TABLE message ADD COLUMN extra TEXT;
`
