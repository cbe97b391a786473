export const blocking = {
  block: 'Block',
  unblock: 'Unblock',
  unblockNamed: 'Unblock {{address}}',
  title: 'Block {{name}}?',
  text: 'Nothing that they send reaches you any more, they see you as offline, and you cannot write to them. Nobody tells them. What you have written to each other stays.',
  domainText:
    'Nothing that anybody of {{address}} sends reaches you any more, and they all see you as offline. Nobody tells them. Old messages stay.',
  keep: 'Do not block',
  blocked: 'You have blocked {{name}}',
  blockedText: 'Nothing comes from {{address}}, and nothing goes there.',
  list: 'Blocked addresses',
  nobody: 'You have blocked nobody',
  nobodyHint: 'Block somebody in their conversation or in your contacts, or below.',
  unknown: 'Not known while you are offline',
  unknownHint: 'Your server keeps the list.',
  field: 'Address or domain',
  fieldHint: 'A domain blocks everybody there. For somebody of {{domain}}, the name is enough.',
} as const
