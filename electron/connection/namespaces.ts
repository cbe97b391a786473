export const namespaces = {
  client: 'jabber:client',
  stream: 'http://etherx.jabber.org/streams',
  streamErrors: 'urn:ietf:params:xml:ns:xmpp-streams',
  stanzaErrors: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  limits: 'urn:xmpp:stream-limits:0',
  management: 'urn:xmpp:sm:3',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
} as const
