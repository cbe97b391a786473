export const room = {
  list: 'Rooms',
  empty: 'No rooms yet',
  emptyHint: 'Conference rooms come with a later version.',
} as const
