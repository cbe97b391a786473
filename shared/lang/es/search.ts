export const search = {
  field: 'Buscar personas y chats',
  results: 'Resultados de la búsqueda',
  people: 'Contactos',
  chats: 'Chats',
  writeTo: 'Escribir a {{address}}',
  nothing: 'Nada para «{{query}}»',
  nothingHint: 'Escribe una dirección completa para hablar con alguien que no está en tu lista.',
  clear: 'Borrar la búsqueda',
  addresses: 'Dirección',
  opens: 'abrir',
} as const
