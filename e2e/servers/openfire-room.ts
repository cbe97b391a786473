/** One conference room of an Openfire, in its recorded words: who is in it, what it says of them, its form. */
import { createHash, randomUUID } from 'node:crypto'
import { type ClientElement, escapeXml, readElement, textOf } from './client-xml.ts'
import { createOpenfireArchive, type OpenfireArchive } from './openfire-archive.ts'
import { said } from './openfire-recordings.ts'

export interface Occupant {
  readonly user: string
  /** The full address. */
  readonly address: string
  nick: string
  role: 'moderator' | 'participant' | 'visitor'
  /** What else stands in their presence. */
  inside: string
}

type Affiliation = 'owner' | 'admin' | 'member' | 'outcast' | 'none'

export interface OpenfireRoom {
  readonly address: string
  readonly archive: OpenfireArchive
  readonly occupants: Map<string, Occupant>
  readonly affiliations: Map<string, Affiliation>
  /** Until it is set up only its owner gets in. */
  locked: boolean
  subject: string | null
  /** What was said, newest last, as it was sent. */
  history: readonly { readonly xml: string; readonly time: number }[]
  /** The value of a field of its form. */
  setting(name: string): string
  /** What a submitted form says. */
  configure(form: string): void
  form(id: string, to: string): string
  info(id: string, to: string): string
  occupantId(user: string): string
  /** Puts what the room adds to it into a message of somebody. */
  stamped(message: ClientElement, by: Occupant): string
  /** A presence of somebody in it, as somebody in it gets it. */
  presenceOf(who: Occupant, to: Occupant, more?: { readonly item?: string; readonly codes?: readonly number[] }): string
  /** They are not in it any more, or not under this nick. */
  farewellOf(
    who: Occupant,
    to: Occupant,
    more?: { readonly item?: string; readonly inside?: string; readonly codes?: readonly number[] },
  ): string
}

export function createOpenfireRoom(domain: string, address: string, owner: string): OpenfireRoom {
  const [name = ''] = address.split('@')
  const recordedRoom = `clase@conference.${domain}`
  const words = {
    form: said('rooms-ana', domain, '<iq type="result" id="q598d96"'),
    info: said('rooms-ana', domain, '<iq type="result" id="q053f2b"'),
  }
  const settings = new Map<string, readonly string[]>()
  for (const [field, values] of fieldsOf(words.form)) settings.set(field, values)
  for (const field of ['roomname', 'roomdesc']) settings.set(`muc#roomconfig_${field}`, [name])
  const affiliations = new Map<string, Affiliation>([[owner, 'owner']])

  const fitted = (xml: string, id: string, to: string): string =>
    xml
      .replace(/\bid="[^"]*"/, `id="${escapeXml(id)}"`)
      .replace(/\bto="[^"]*"/, `to="${escapeXml(to)}"`)
      .replaceAll(recordedRoom, address)
  const setting = (field: string) => settings.get(`muc#roomconfig_${field}`)?.[0] ?? ''
  const occupantId = (user: string) => createHash('sha1').update(`${address} ${user}`).digest('hex')
  const itemOf = (who: Occupant, role: string, more: string): string =>
    `<item jid="${escapeXml(who.address)}" affiliation="${affiliations.get(who.user) ?? 'none'}" role="${role}"${more === '' ? '/>' : more}`
  const codesOf = (codes: readonly number[]) => codes.map(code => `<status code="${code}"/>`).join('')
  const idOf = (user: string) => `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="${occupantId(user)}"/>`
  const user = (inside: string) => `<x xmlns="http://jabber.org/protocol/muc#user">${inside}</x>`

  return {
    address,
    archive: createOpenfireArchive('room'),
    occupants: new Map(),
    affiliations,
    locked: true,
    subject: null,
    history: [],
    setting,
    configure(form) {
      const flags: Readonly<Record<string, string>> = { true: '1', false: '0' }
      for (const [field, values] of fieldsOf(form)) {
        if (settings.has(field))
          settings.set(
            field,
            values.map(each => flags[each] ?? each),
          )
      }
    },
    form: (id, to) =>
      fitted(words.form, id, to).replace(
        /<field var="([^"]*)"([^>]*?)(?:\/>|>(.*?)<\/field>)/gs,
        (whole, field: string, attributes: string, inside = '') => {
          const values = settings.get(field)
          if (values === undefined) return whole
          const options = String(inside).match(/<option\b.*?<\/option>/gs) ?? []
          const said = values.map(each => `<value>${escapeXml(each)}</value>`)
          return `<field var="${field}"${attributes}>${[...options, ...said].join('')}</field>`
        },
      ),
    info(id, to) {
      const features: Readonly<Record<string, string>> = {
        muc_public: setting('publicroom') === '1' ? 'muc_public' : 'muc_hidden',
        muc_open: setting('membersonly') === '1' ? 'muc_membersonly' : 'muc_open',
        muc_unmoderated: setting('moderatedroom') === '1' ? 'muc_moderated' : 'muc_unmoderated',
        muc_unsecured: setting('passwordprotectedroom') === '1' ? 'muc_passwordprotected' : 'muc_unsecured',
        muc_persistent: setting('persistentroom') === '1' ? 'muc_persistent' : 'muc_temporary',
      }
      return fitted(words.info, id, to)
        .replace(/var="(muc_[a-z]*)"/g, (_, feature: string) => `var="${features[feature] ?? feature}"`)
        .replace('name="Clase de redes"', () => `name="${escapeXml(setting('roomname'))}"`)
        .replace('<value>Lunes<', () => `<value>${escapeXml(setting('roomdesc'))}<`)
        .replace('<value>Tema de hoy: XMPP<', () => `<value>${escapeXml(textOf(this.subject ?? '', 'subject') ?? '')}<`)
        .replace('<value>2<', () => `<value>${this.occupants.size}<`)
    },
    occupantId,
    stamped(message, by) {
      const id = randomUUID()
      const isSubject = message.xml.includes('<subject') && !message.xml.includes('<body')
      const stanzaId = `<stanza-id xmlns="urn:xmpp:sid:0" id="${id}" by="${address}"/>`
      // The sender's address (XEP-0033), for everybody may know who is who; not with a subject.
      const ofrom = `<addresses xmlns="http://jabber.org/protocol/address"><address type="ofrom" jid="${escapeXml(by.address)}"/></addresses>`
      const inside = message.xml.replace(/^<[^>]*>/, '').replace(/<\/message>$/, '')
      const { type, id: own } = message.attributes
      const ownId = own === undefined ? '' : ` id="${escapeXml(own)}"`
      return `<message to="" type="${escapeXml(type ?? 'normal')}"${ownId} from="${escapeXml(`${address}/${by.nick}`)}">${inside}${stanzaId}${idOf(by.user)}${isSubject ? '' : ofrom}</message>`
    },
    presenceOf(who, to, { item = '', codes = [] } = {}) {
      const own = who === to ? [110, ...codes] : []
      return `<presence to="${escapeXml(to.address)}" from="${escapeXml(`${address}/${who.nick}`)}">${who.inside}<x xmlns="vcard-temp:x:update"><photo/></x>${idOf(who.user)}${user(itemOf(who, who.role, item) + codesOf(own))}</presence>`
    },
    farewellOf(who, to, { item = '', inside = '', codes = [] } = {}) {
      const all = who === to ? [...codes, 110] : codes
      const role = codes.includes(303) ? who.role : 'none'
      return `<presence to="${escapeXml(to.address)}" type="unavailable" from="${escapeXml(`${address}/${who.nick}`)}">${idOf(who.user)}${user(itemOf(who, role, item) + inside + codesOf(all))}</presence>`
    },
  }
}

/** The fields of a form with their values. */
export function fieldsOf(form: string): readonly (readonly [string, readonly string[]])[] {
  return [...form.matchAll(/<field\b[^>]*?(?:\/>|>(.*?)<\/field>)/gs)].map(([whole, inside = '']) => {
    const bare = inside.replace(/<option\b.*?<\/option>/gs, '')
    const name = /\bvar=["']([^"']*)["']/.exec(whole)?.[1] ?? ''
    const values = [...bare.matchAll(/<value(?:\s[^>]*)?>[^<]*<\/value>/g)].map(([value]) => readElement(value).text)
    return [name, values] as const
  })
}
