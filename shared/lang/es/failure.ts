/**
 * For each code a title (what happened) and at most two sentences (what it means, what to do). `{{domain}}` is the
 * server's name, `{{place}}` where we really connected to. The labels of the buttons stand at the end.
 */
export const failure = {
  'dns-not-found-title': 'No se encuentra ningún servidor para {{place}}',
  'dns-not-found-sentence':
    'El DNS no conoce ese nombre, o tiene una errata. Si tu centro te dio un servidor o un puerto, escríbelo.',
  'connection-refused-title': '{{place}} no responde en el puerto {{port}}',
  'connection-refused-sentence':
    'El servidor está apagado o escucha en otro sitio. Si tu centro te dio un servidor o un puerto, escríbelo.',
  'timed-out-title': '{{place}} tarda demasiado en responder',
  'timed-out-sentence': 'La red va lenta o corta el paso hacia el servidor. Inténtalo otra vez, o desde otra red.',
  'tls-not-offered-title': '{{domain}} no ofrece cifrado',
  'tls-not-offered-sentence':
    'El servidor no lo tiene, o alguien por el camino quitó la oferta; tu contraseña no se ha enviado. Si tu administrador confirma que no lo hay, elige otro modo de cifrado.',
  'tls-required-by-server-title': '{{domain}} exige cifrado',
  'tls-required-by-server-sentence':
    'Tienes el cifrado desactivado en tus ajustes y el servidor no deja entrar a nadie sin él. Pon el modo de cifrado en Obligatorio.',
  'tls-failed-title': 'No se pudo cifrar la conexión con {{place}}',
  'tls-failed-sentence':
    'No hay una forma común de hacerlo, o ese puerto espera el otro tipo de TLS. Revisa el TLS directo en los ajustes de seguridad.',
  'certificate-self-signed-title': 'El certificado de {{domain}} no es fiable',
  'certificate-self-signed-sentence':
    'El servidor responde por sí mismo y tu contraseña no se ha enviado. Mira el certificado y compara su huella.',
  'certificate-unknown-issuer-title': 'El certificado de {{domain}} no es fiable',
  'certificate-unknown-issuer-sentence':
    'Tu equipo no conoce a quien lo firma y tu contraseña no se ha enviado. Mira el certificado y compara su huella.',
  'certificate-wrong-name-title': 'El certificado no es para {{domain}}',
  'certificate-wrong-name-sentence':
    'Puede que hables con otro servidor, así que tu contraseña no se ha enviado. Mira los nombres del certificado.',
  'certificate-expired-title': 'El certificado de {{domain}} ha caducado',
  'certificate-expired-sentence':
    'Nadie lo ha renovado, o el reloj de este equipo está mal; tu contraseña no se ha enviado. Revisa el reloj y luego mira el certificado.',
  'certificate-not-yet-valid-title': 'El certificado de {{domain}} aún no es válido',
  'certificate-not-yet-valid-sentence':
    'Puede que el reloj de este equipo esté mal; tu contraseña no se ha enviado. Revisa el reloj y luego mira el certificado.',
  'certificate-changed-title': 'El certificado de {{domain}} ha cambiado',
  'certificate-changed-sentence':
    'No es aquel en el que confiaste, así que tu contraseña no se ha enviado. Pregunta a tu administrador y luego mira el nuevo.',
  'domain-mismatch-title': 'Este servidor se llama {{offered}}',
  'domain-mismatch-sentence':
    'La parte de tu dirección tras la @ tiene que ser ese nombre; tu contraseña no se ha enviado. Si es el servidor que buscas, inicia sesión con su nombre.',
  'password-in-clear-title': '{{domain}} pide la contraseña sin cifrar',
  'password-in-clear-sentence':
    'Cualquiera en la red podría leerla, así que no se ha enviado. Permítelo solo en una red de confianza.',
  'not-authorized-title': 'La dirección o la contraseña no son correctas',
  'not-authorized-sentence':
    '{{domain}} no acepta esta contraseña para esta dirección. Revisa las dos, también las mayúsculas, e inicia sesión otra vez.',
  'account-disabled-title': 'Esta cuenta está desactivada',
  'account-disabled-sentence':
    '{{domain}} la conoce, pero ya no la deja entrar. Pregunta a tu administrador y vuelve a intentarlo.',
  'conflict-title': 'Has iniciado sesión en otro sitio',
  'conflict-sentence':
    'Otra ventana u otro equipo con el mismo recurso se ha quedado con la conexión. Inicia sesión aquí para recuperarla.',
  'no-common-mechanism-title': '{{domain}} no ofrece ninguna forma segura de iniciar sesión',
  'no-common-mechanism-sentence':
    'Tu contraseña no se ha enviado. Pide SCRAM-SHA-256 a tu administrador y vuelve a intentarlo.',
  'no-common-mechanism-sentence-said':
    'Solo ofrece {{mechanisms}} y tu contraseña no se ha enviado. Pide SCRAM-SHA-256 a tu administrador y vuelve a intentarlo.',
  'server-not-verified-title': '{{domain}} no ha demostrado que conoce tu contraseña',
  'server-not-verified-sentence':
    'Puede que alguien se haga pasar por el servidor, así que no se ha iniciado sesión. Revisa el servidor o pregunta a tu administrador.',
  'mechanism-downgrade-title': '{{domain}} ofrece formas de iniciar sesión más débiles que antes',
  'mechanism-downgrade-sentence':
    'Puede que alguien por el camino haya quitado las más fuertes; tu contraseña no se ha enviado. Inténtalo otra vez desde otra red.',
  'stream-error-title': '{{domain}} ha cerrado la conexión',
  'stream-error-sentence':
    'No ha dado un motivo que Centella conozca. Inténtalo otra vez; si sigue igual, pregunta a tu administrador.',
  'stream-error-sentence-said':
    'Su motivo: «{{reason}}». Inténtalo otra vez; si sigue igual, pregunta a tu administrador.',
  'network-lost-title': 'Se ha cortado la conexión con {{domain}}',
  'network-lost-sentence': 'No hay red o el servidor se ha ido. Centella lo sigue intentando por su cuenta.',
  'network-lost-sentence-file':
    'Se ha ido la red o el servidor a medio camino. Inténtalo otra vez y el archivo irá desde el principio.',
  'invalid-address-title': 'Esto no es una dirección XMPP',
  'invalid-address-sentence':
    'Una dirección tiene la forma nombre@servidor, sin espacios. Corrígela y prueba otra vez.',
  'invalid-password-title': 'Esta contraseña no se puede usar',
  'invalid-password-sentence': 'Tiene caracteres que XMPP no permite, como saltos de línea. Escríbela otra vez.',
  'password-needed-title': 'Falta la contraseña',
  'password-needed-sentence': 'En este equipo no hay ninguna guardada para esta dirección. Escríbela e inicia sesión.',
  'keychain-unavailable-title': 'No se ha podido guardar la contraseña',
  'keychain-unavailable-sentence':
    'El llavero de este equipo está cerrado o no existe. Escribe la contraseña cada vez, o abre el llavero.',
  'not-connected-title': 'No hay conexión',
  'not-connected-sentence': 'Esto necesita el servidor y ahora no has iniciado sesión. Conéctate y hazlo otra vez.',
  'request-timed-out-title': '{{domain}} no ha contestado',
  'request-timed-out-sentence': 'No se sabe si ha hecho lo que le pediste. Compruébalo y prueba otra vez.',
  'refused-by-server-title': '{{domain}} no lo permite',
  'refused-by-server-sentence': 'Puede que no tengas permiso. Prueba otra vez o pregunta a tu administrador.',
  'refused-by-server-sentence-said': 'Su motivo: «{{reason}}». Prueba otra vez o pregunta a tu administrador.',
  'message-not-delivered-title': 'El mensaje no se ha entregado',
  'message-not-delivered-sentence':
    'El servidor lo ha devuelto: puede que la dirección ya no exista. Revísala y envíalo otra vez.',
  'message-not-delivered-sentence-said':
    'El servidor lo ha devuelto: «{{reason}}». Revisa la dirección y envíalo otra vez.',
  'message-too-long-title': 'El mensaje es demasiado largo',
  'message-too-long-sentence': 'El servidor no admite mensajes de este tamaño. Envíalo por partes.',
  'own-address-title': 'Esta es tu propia dirección',
  'own-address-sentence': 'No puedes ser tu propio contacto. Escribe la dirección de otra persona.',
  'already-contact-title': 'Esta dirección ya está en tu lista',
  'already-contact-sentence': 'Ya ves a esta persona, o tu solicitud espera. Mira en Contactos.',
  'unknown-contact-title': 'Este contacto ya no está en tu lista',
  'unknown-contact-sentence': 'Otro de tus dispositivos lo ha quitado. Añade la dirección de nuevo.',
  'managed-by-server-title': 'Esto lo gestiona tu servidor',
  'managed-by-server-sentence':
    'La administración de {{domain}} decide quién está en este grupo. Puedes dar al contacto otro nombre, o grupos tuyos además.',
  'address-unreachable-title': 'No se pudo llegar a {{domain}}',
  'address-unreachable-sentence':
    'Tu servidor no lo encuentra, no recibe respuesta, o no habla con otros. Revisa lo que va tras la @, o prueba más tarde.',
  'request-declined-title': 'Tu solicitud no fue aceptada',
  'request-declined-sentence': 'Te dijeron que no, o la dirección no existe. Revisa la dirección, o pregunta otra vez.',
  'blocking-not-supported-title': '{{domain}} no puede bloquear a nadie',
  'blocking-not-supported-sentence':
    'El servidor no lo ofrece, así que te sigue llegando lo que envíen. Pídeselo a la administración.',
  'address-blocked-title': 'Has bloqueado esta dirección',
  'address-blocked-sentence':
    'Nada sale hacia quien está bloqueado, ni llega de allí. Desbloquea la dirección y envíalo otra vez.',
  'room-password-title': 'Esta sala necesita contraseña',
  'room-password-sentence': 'Faltaba o no era la correcta. Pídesela a alguien de la sala y escríbela.',
  'room-members-only-title': 'Esta sala es solo para miembros',
  'room-members-only-sentence': 'No eres miembro. Pide que te inviten a quien la creó o a alguien que esté dentro.',
  'room-banned-title': 'En esta sala no te dejan entrar',
  'room-banned-sentence': 'Quien la cuida te ha vetado. Solo esa persona puede volver a dejarte entrar.',
  'room-banned-sentence-said':
    'Quien la cuida te ha vetado: «{{reason}}». Solo esa persona puede volver a dejarte entrar.',
  'room-full-title': 'La sala está llena',
  'room-full-sentence': 'Ahora no cabe nadie más. Prueba otra vez cuando alguien haya salido.',
  'room-locked-title': 'La sala aún no está lista',
  'room-locked-sentence': 'Alguien la está preparando todavía. Prueba otra vez dentro de un momento.',
  'nick-taken-title': 'En la sala ya hay alguien con este apodo',
  'nick-taken-sentence': 'Cada apodo puede estar una sola vez. Elige otro.',
  'room-not-found-title': 'Esa sala no existe',
  'room-not-found-sentence': 'Nadie la ha creado o ya no está. Revisa la dirección, o crea la sala.',
  'room-creation-refused-title': 'Aquí no puedes crear salas',
  'room-creation-refused-sentence':
    '{{domain}} solo deja crear salas a algunas personas. Entra en una que ya exista o pregunta a tu administrador.',
  'no-room-service-title': '{{domain}} no tiene salas',
  'no-room-service-sentence':
    'El servidor no ofrece salas de conferencia. Para una sala de otro sitio escribe la dirección entera, o pregunta a tu administrador.',
  'room-exists-title': 'Ya hay una sala con esta dirección',
  'room-exists-sentence': 'Alguien la ha creado antes. Entra en ella o elige otra dirección para la tuya.',
  'room-forbidden-title': 'La sala no te deja hacer esto',
  'room-forbidden-sentence': 'Solo puede hacerlo quien la cuida. Pídeselo a la moderación.',
  'room-no-voice-title': 'En esta sala solo puedes leer',
  'room-no-voice-sentence': 'La palabra la da quien la cuida. Pídesela a la moderación.',
  'occupant-gone-title': 'Esa persona ya no está en la sala',
  'occupant-gone-sentence': 'Ha salido o tiene otro apodo. Mira la lista de participantes.',
  'nick-refused-title': 'La sala no admite este nombre',
  'nick-refused-sentence': 'Puede estar reservado, o tener signos que no se permiten. Elige otro.',
  'room-not-joined-title': 'No estás en esta sala',
  'room-not-joined-sentence': 'Esto solo funciona desde dentro. Entra en la sala y hazlo otra vez.',
  'room-shut-down-title': 'Las salas de {{domain}} no están ahora',
  'room-shut-down-sentence': 'El servidor las ha parado, o te ha perdido. Centella vuelve a entrar por su cuenta.',
  'room-kicked-title': 'Te han sacado de esta sala',
  'room-kicked-sentence': 'Lo ha hecho alguien de la moderación. Puedes volver a entrar, si solo querían eso.',
  'room-kicked-sentence-said':
    'Lo ha hecho alguien de la moderación: «{{reason}}». Puedes volver a entrar, si solo querían eso.',
  'room-destroyed-title': 'Esta sala se ha cerrado',
  'room-destroyed-sentence': 'Quien la creó la ha cerrado para todos. Lo que se dijo se queda en este equipo.',
  'room-destroyed-sentence-said': 'Quien la creó la ha cerrado: «{{reason}}». Lo que se dijo se queda en este equipo.',
  'no-upload-service-title': '{{domain}} no admite archivos',
  'no-upload-service-sentence':
    'El servidor no ofrece un lugar donde dejarlos. Pide a tu administrador que active el envío de archivos.',
  'file-too-large-title': 'El archivo es demasiado grande',
  'file-too-large-sentence': '{{domain}} no admite archivos de este tamaño. Hazlo más pequeño o envíalo de otra forma.',
  'file-too-large-sentence-said':
    '{{domain}} admite archivos de hasta {{limit}}. Hazlo más pequeño o envíalo de otra forma.',
  'upload-quota-title': '{{domain}} no admite más archivos por ahora',
  'upload-quota-sentence': 'Has enviado todo lo que permite. Prueba más tarde o pregunta a tu administrador.',
  'upload-refused-title': '{{domain}} no ha aceptado el archivo',
  'upload-refused-sentence':
    'No ha dado un motivo que Centella conozca. Prueba otra vez o pregunta a tu administrador.',
  'upload-refused-sentence-said': 'Su motivo: «{{reason}}». Vuelve a enviarlo o pregunta a tu administrador.',
  'upload-insecure-title': '{{domain}} solo admitiría el archivo sin cifrar',
  'upload-insecure-sentence':
    'Cualquiera por el camino podría leerlo, así que no se ha enviado nada. Pide a tu administrador subidas por https.',
  'transfer-interrupted-title': 'El archivo no se ha enviado entero',
  'transfer-interrupted-sentence': 'Centella se cerró entretanto. Prueba otra vez y se enviará desde el principio.',
  'file-unreadable-title': 'No se ha podido leer el archivo',
  'file-unreadable-sentence': 'Ya no está o no tienes permiso para leerlo. Elígelo otra vez.',
  'file-changed-title': 'El archivo ha cambiado entretanto',
  'file-changed-sentence': 'Otro programa ha escrito en él mientras se enviaba. Prueba otra vez cuando termine.',
  'link-insecure-title': 'Este archivo solo se ofrece sin cifrar',
  'link-insecure-sentence': 'Cualquiera por el camino podría leerlo o cambiarlo. Pide un enlace que empiece por https.',
  'link-private-title': 'Este enlace lleva a una red privada',
  'link-private-sentence':
    'Un enlace así puede llegar a equipos que no son asunto de otros. Ábrelo en el navegador si sabes lo que es.',
  'download-gone-title': 'El archivo ya no está en {{place}}',
  'download-gone-sentence': 'Los servidores solo guardan los archivos un tiempo. Pide que te lo envíen otra vez.',
  'download-refused-title': '{{place}} no ha entregado el archivo',
  'download-refused-sentence':
    'No ha dado un motivo que Centella conozca. Prueba otra vez o pide que te lo envíen de nuevo.',
  'download-refused-sentence-said': 'Ha contestado «{{reason}}». Prueba otra vez o pide que te lo envíen de nuevo.',
  'download-too-large-title': 'El archivo es más grande de lo que Centella descarga',
  'download-too-large-sentence': 'Llenaría tu disco. Abre el enlace en el navegador si te fías.',
  'download-too-large-sentence-said':
    'Ocupa más de {{limit}}, así que se ha cortado. Abre el enlace en el navegador si te fías.',
  'download-cancelled-title': 'El archivo no se ha descargado',
  'download-cancelled-sentence': 'Se ha cancelado. Descárgalo otra vez cuando quieras.',
  'file-missing-title': 'El archivo no está en este equipo',
  'file-missing-sentence': 'Aún no se ha descargado o se ha borrado. Descárgalo otra vez.',
  'file-not-opened-title': 'Este archivo podría dañar el equipo',
  'file-not-opened-sentence':
    'Los programas, y los archivos que pueden llevar uno, no se abren desde aquí. Guárdalo y ábrelo solo si te fías.',
  'file-not-saved-title': 'El archivo no se ha guardado',
  'file-not-saved-sentence': 'El disco está lleno o no puedes escribir en esa carpeta. Guárdalo en otro sitio.',
  'unknown-account-title': 'Esta cuenta no tiene la sesión iniciada',
  'unknown-account-sentence': 'La sesión se cerró entretanto. Inicia sesión para seguir.',
  'storage-failed-title': 'No se ha podido leer o escribir el historial',
  'storage-failed-sentence':
    'Puede que el disco esté lleno o que los archivos del programa estén dañados. Haz sitio y prueba otra vez.',
  'invalid-payload-title': 'Centella no ha podido hacerlo',
  'invalid-payload-sentence': 'La ventana ha pedido algo imposible: es un fallo nuestro. Prueba de otra manera.',
  'untrusted-sender-title': 'Esta petición no se ha dejado pasar',
  'untrusted-sender-sentence': 'No venía de una ventana de Centella. Cierra la ventana y vuelve a abrirla.',
  'internal-title': 'Algo ha fallado en Centella',
  'internal-sentence': 'Es un fallo nuestro, no has hecho nada mal. Prueba otra vez; el registro dice más.',
  // What the server is called where its name is not known.
  server: 'el servidor',
  // Buttons
  'enter-host': 'Escribir servidor y puerto',
  'check-host': 'Revisar el servidor',
  'open-security': 'Abrir los ajustes de seguridad',
  'view-certificate': 'Ver el certificado',
  'allow-in-clear': 'Permitir e iniciar sesión',
  'follow-domain': 'Iniciar sesión como {{address}}',
  'edit-address': 'Corregir la dirección',
  'edit-password': 'Escribir la contraseña',
  'sign-in-here': 'Iniciar sesión aquí',
  'sign-in': 'Iniciar sesión',
  retry: 'Reintentar',
  'join-again': 'Volver a entrar',
  'retry-now': 'Intentar ahora',
} as const
