export const blocking = {
  block: 'Bloquear',
  unblock: 'Desbloquear',
  unblockNamed: 'Desbloquear {{address}}',
  title: '¿Bloquear a {{name}}?',
  text: 'No te llega nada de lo que envíe, te ve sin conexión y no puedes escribirle. Nadie se lo dice. Lo que os habéis escrito se queda.',
  domainText:
    'No te llega nada de lo que envíe nadie de {{address}}, y te ven sin conexión. Nadie se lo dice. Los mensajes anteriores se quedan.',
  keep: 'No bloquear',
  blocked: 'Has bloqueado a {{name}}',
  blockedText: 'Nada llega de {{address}}, y nada sale hacia allí.',
  list: 'Direcciones bloqueadas',
  nobody: 'No has bloqueado a nadie',
  nobodyHint: 'Bloquea a alguien en su conversación o en tus contactos, o aquí debajo.',
  unknown: 'No se sabe sin conexión',
  unknownHint: 'La lista la guarda tu servidor.',
  field: 'Dirección o dominio',
  fieldHint: 'Un dominio bloquea a todo el mundo de allí. Para alguien de {{domain}} basta el nombre.',
} as const
