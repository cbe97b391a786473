export const notice = {
  from: 'Avisos de {{server}}',
  about: 'Del servidor y su administración. Aquí no se puede responder.',
  kept: 'Los avisos se guardan como los mensajes y se pueden buscar.',
  none: 'Todavía no hay avisos de {{server}}',
  plain: 'Aviso',
  toAll: 'Difusión de {{address}}, para todos',
  toGroup: 'Difusión de {{address}}, para {{group}}',
  described: '{{title}}, {{from}}, {{time}}',
} as const
