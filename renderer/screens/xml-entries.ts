import type { XmlConsoleEntry, XmlDirection, XmlKind } from '../../shared/domain/xml-console.ts'
import { now } from './talks.ts'

type Line = readonly [seconds: number, direction: XmlDirection, kind: XmlKind, xml: string]

const lines: readonly Line[] = [
  [
    -95,
    'out',
    'stream',
    '<stream:stream xmlns="jabber:client" version="1.0" xmlns:stream="http://etherx.jabber.org/streams" to="mired.org">',
  ],
  [
    -94.9,
    'in',
    'stream',
    '<stream:features>\n  <mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl">\n    <mechanism>SCRAM-SHA-256</mechanism>\n    <mechanism>PLAIN</mechanism>\n  </mechanisms>\n</stream:features>',
  ],
  [
    -94.8,
    'out',
    'stream',
    '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="SCRAM-SHA-256">\n  <hidden xmlns="xmpp.js"/>\n</auth>',
  ],
  [
    -40,
    'out',
    'iq',
    '<iq xmlns="jabber:client" type="get" id="k7q2" to="sala@conferencia.mired.org">\n  <query xmlns="http://jabber.org/protocol/disco#info"/>\n</iq>',
  ],
  [
    -39.9,
    'in',
    'presence',
    '<presence xmlns="jabber:client" from="ana@mired.org/casa" to="ricky@mired.org/centella-k3">\n  <show>away</show>\n  <status>En el laboratorio hasta las 12</status>\n</presence>',
  ],
  [
    -20,
    'out',
    'presence',
    '<presence xmlns="jabber:client" to="clase@conferencia.mired.org/Ricky">\n  <x xmlns="http://jabber.org/protocol/muc">\n    <password>(hidden)</password>\n  </x>\n</presence>',
  ],
  [
    -9,
    'in',
    'message',
    '<message xmlns="jabber:client" from="ana@mired.org/casa" to="ricky@mired.org/centella-k3" type="chat" id="a41">\n  <body>¿Tienes el informe? &lt;b&gt;Hoy&lt;/b&gt;</body>\n  <active xmlns="http://jabber.org/protocol/chatstates"/>\n</message>',
  ],
  [
    -2,
    'out',
    'message',
    '<message xmlns="jabber:client" to="ana@mired.org" type="chat" id="0b5f0a8e">\n  <body>Sí, lo llevo yo</body>\n  <origin-id xmlns="urn:xmpp:sid:0" id="0b5f0a8e"/>\n</message>',
  ],
]

/** What the XML console shows in pictures, with a moment at which too much came. */
export const xmlEntries: readonly XmlConsoleEntry[] = [
  ...lines.slice(0, 5).map(entryOf),
  { type: 'gap', order: 6, time: now - 30_000, count: 1240 },
  ...lines.slice(5).map((line, index) => entryOf(line, index + 6)),
]

function entryOf([seconds, direction, kind, xml]: Line, index: number): XmlConsoleEntry {
  return { type: 'element', order: index + 1, time: now + seconds * 1000, direction, kind, xml, cut: false }
}
