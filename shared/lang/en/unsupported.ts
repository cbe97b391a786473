/** What others send that Centella cannot do yet: what it was, and a way on. */
export const unsupported = {
  file: '{{name}} wanted to send you a file',
  fileNamed: '{{name}} wanted to send you {{file}}',
  fileSized: '{{name}} wanted to send you {{file}} ({{size}})',
  fileText: 'Centella cannot receive it in this way yet. Ask for a link to it, or for an e-mail.',
  call: '{{name}} called you',
  'video-call': '{{name}} called you with video',
  callText: 'Centella cannot take calls yet. Write back, or call from another program.',
  session: '{{name}} wanted to start something that Centella does not know',
  sessionText: 'Ask what it was.',
  otr: '{{name}} wanted to encrypt the conversation with OTR',
  otrText: 'Centella cannot do that. What you write goes out as it is.',
  encrypted: 'Encrypted with {{file}}',
  encryptedText: 'Centella cannot read it yet. Ask for it without that encryption.',
  unknownEncryption: 'something unknown',
  attention: '{{name}} wants your attention',
  own: 'You sent something from another device that Centella cannot show yet',
} as const
