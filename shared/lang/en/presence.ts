export const presence = {
  available: 'Available',
  chat: 'Free to chat',
  away: 'Away',
  xa: 'Extended away',
  dnd: 'Do not disturb',
  offline: 'Offline',
  mine: 'My status: {{status}}',
  menu: 'My status',
  statusText: 'Status text',
  statusPlaceholder: 'What are you doing?',
  clearStatus: 'Clear the status text',
  setStatus: 'Set the status text',
} as const
