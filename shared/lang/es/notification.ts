export const notification = {
  message_one: 'Mensaje nuevo',
  message_other: '{{count}} mensajes nuevos',
  request: 'Quiere ver cuándo estás disponible',
} as const
