export const trouble = {
  'archive-damaged': 'El historial estaba dañado y se ha reparado',
  'archive-damaged-kept':
    'Se han conservado {{kept}} mensajes y al menos {{lost}} no se han podido leer. El archivo dañado sigue ahí: {{file}}',
  'settings-damaged': 'Los ajustes estaban dañados y se han reparado',
  'settings-damaged-backup':
    'No se ha perdido nada: se ha usado la última copia buena. El archivo dañado sigue ahí: {{file}}',
  'settings-damaged-partly':
    'Se ha conservado lo que se podía leer y lo demás está como en un programa nuevo. El archivo dañado sigue ahí: {{file}}',
  'storage-disk-full': 'El disco está lleno. Haz sitio y abre Centella otra vez.',
  'storage-read-only':
    'Centella no puede escribir en su carpeta. Pide permiso para escribir en ella y ábrela otra vez.',
  'storage-in-use': 'Otra Centella está usando este perfil. Ciérrala y abre esta otra vez.',
  'storage-damaged': 'El historial está dañado. Abre Centella otra vez: repara lo que se puede reparar.',
  'storage-newer-version': 'Este historial es de una Centella más nueva. Instala esa versión o una posterior.',
} as const
