export const common = {
  program: 'Centella',
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  back: 'Back',
  copy: 'Copy',
  copied: 'Copied',
  retry: 'Try again',
  more: 'More',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  // Names of the languages are always in their own language.
  english: 'English',
  spanish: 'Español',
} as const
