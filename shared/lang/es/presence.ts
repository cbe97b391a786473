export const presence = {
  available: 'Disponible',
  chat: 'Con ganas de hablar',
  away: 'Ausente',
  xa: 'Ausente desde hace rato',
  dnd: 'No molestar',
  offline: 'Desconectado',
  mine: 'Mi estado: {{status}}',
  menu: 'Mi estado',
  statusText: 'Texto de estado',
  statusPlaceholder: '¿Qué estás haciendo?',
  clearStatus: 'Borrar el texto de estado',
  setStatus: 'Poner el texto de estado',
} as const
