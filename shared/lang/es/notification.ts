export const notification = {
  message_one: 'Mensaje nuevo',
  message_other: '{{count}} mensajes nuevos',
  invitation: 'Te invita a la sala {{room}}',
  request: 'Quiere ver cuándo estás disponible',
} as const
