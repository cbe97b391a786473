export const trouble = {
  'archive-damaged': 'The history was damaged and has been repaired',
  'archive-damaged-kept':
    '{{kept}} messages were kept, at least {{lost}} could not be read. The damaged file is still there: {{file}}',
  'settings-damaged': 'The settings were damaged and have been repaired',
  'settings-damaged-backup': 'Nothing is lost: the last good copy was taken. The damaged file is still there: {{file}}',
  'settings-damaged-partly':
    'What could be read was kept, the rest is as in a new program. The damaged file is still there: {{file}}',
  'storage-disk-full': 'The disk is full. Make room and start Centella again.',
  'storage-read-only': 'Centella may not write into its folder. Ask for the right to write there and start it again.',
  'storage-in-use': 'Another Centella is using this profile. Close it and start this one again.',
  'storage-damaged': 'The history is damaged. Start Centella again: it repairs what can be repaired.',
  'storage-newer-version': 'A newer Centella has written this history. Install that version or a later one.',
} as const
