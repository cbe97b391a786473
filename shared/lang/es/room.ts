export const room = {
  list: 'Salas',
  empty: 'Aún no hay salas',
  emptyHint: 'Las salas de conferencia llegarán con una versión posterior.',
} as const
