export const common = {
  program: 'Centella',
  cancel: 'Cancelar',
  save: 'Guardar',
  close: 'Cerrar',
  back: 'Volver',
  copy: 'Copiar',
  copied: 'Copiado',
  retry: 'Reintentar',
  more: 'Más',
  showPassword: 'Mostrar la contraseña',
  hidePassword: 'Ocultar la contraseña',
  // Names of the languages are always in their own language.
  english: 'English',
  spanish: 'Español',
} as const
