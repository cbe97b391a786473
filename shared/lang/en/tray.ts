export const tray = {
  show: 'Show Centella',
  hide: 'Hide Centella',
  status: 'My status',
  quit: 'Quit Centella',
  unread_one: 'Centella: {{count}} new message',
  unread_other: 'Centella: {{count}} new messages',
  goesOn: 'Centella goes on',
  goesOnHint: 'You stay online. Open or quit Centella by its icon in the tray, or start it again.',
} as const
