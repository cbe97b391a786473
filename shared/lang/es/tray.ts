export const tray = {
  show: 'Mostrar Centella',
  hide: 'Ocultar Centella',
  status: 'Mi estado',
  quit: 'Salir de Centella',
  unread_one: 'Centella: {{count}} mensaje nuevo',
  unread_other: 'Centella: {{count}} mensajes nuevos',
  goesOn: 'Centella sigue en marcha',
  goesOnHint: 'Sigues en línea. Abre Centella o sal de ella con su icono de la bandeja, o iníciala otra vez.',
} as const
