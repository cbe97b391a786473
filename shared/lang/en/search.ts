export const search = {
  field: 'Search people and chats',
  results: 'Search results',
  people: 'Contacts',
  chats: 'Chats',
  writeTo: 'Write to {{address}}',
  nothing: 'Nothing found for “{{query}}”',
  nothingHint: 'Type a whole address to write to somebody who is not in your list.',
  clear: 'Clear the search',
  addresses: 'Address',
  opens: 'open',
} as const
