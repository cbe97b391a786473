export const notice = {
  from: 'Notices from {{server}}',
  about: 'From the server and its administrators. You cannot answer here.',
  kept: 'Notices are kept like messages and can be searched.',
  none: 'No notices from {{server}} yet',
  plain: 'Notice',
  toAll: 'Broadcast by {{address}}, to everyone',
  toGroup: 'Broadcast by {{address}}, to {{group}}',
  described: '{{title}}, {{from}}, {{time}}',
} as const
