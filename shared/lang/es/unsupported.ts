/** Lo que otros envían y Centella todavía no sabe hacer: qué era, y cómo seguir. */
export const unsupported = {
  file: '{{name}} ha querido enviarte un archivo',
  fileNamed: '{{name}} ha querido enviarte {{file}}',
  fileSized: '{{name}} ha querido enviarte {{file}} ({{size}})',
  fileText: 'Centella todavía no puede recibirlo así. Pide un enlace, o un correo.',
  call: '{{name}} te ha llamado',
  'video-call': '{{name}} te ha hecho una videollamada',
  callText: 'Centella todavía no puede atender llamadas. Escríbele, o llama desde otro programa.',
  session: '{{name}} ha querido empezar algo que Centella no conoce',
  sessionText: 'Pregúntale qué era.',
  otr: '{{name}} ha querido cifrar la conversación con OTR',
  otrText: 'Centella no sabe hacerlo. Lo que escribas sale tal cual.',
  encrypted: 'Cifrado con {{file}}',
  encryptedText: 'Centella todavía no puede leerlo. Pide que te lo envíen sin ese cifrado.',
  unknownEncryption: 'algo desconocido',
  attention: '{{name}} quiere que le hagas caso',
  own: 'Has enviado desde otro dispositivo algo que Centella todavía no puede mostrar',
} as const
