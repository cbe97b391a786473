/** The contact lists of Openfire's stand-in: pushes without `from`, shared groups, and no word of who does not exist. */
import { type ClientElement, escapeXml, readElement, unescapeXml } from './client-xml.ts'
import { contactsOf, preparedName, type ServerAccount } from './running-server.ts'

/** Its members are in each other's list, whatever they say. */
export interface SharedGroup {
  readonly name: string
  /** Account names. */
  readonly members: readonly string[]
}

export interface OpenfireRosters {
  /** All items of a list, as XML. */
  readonly items: (user: string) => string
  /** Shared groups that the user is in. */
  readonly groups: (user: string) => readonly string[]
  /** A roster set. `false` where it would leave a shared group. */
  readonly change: (user: string, request: ClientElement) => boolean
  /** Subscription presences; true where it was one. */
  readonly subscribe: (user: string, presence: ClientElement) => boolean
  readonly sees: (user: string, other: string) => boolean
}

interface Item {
  name: string | null
  groups: readonly string[]
  /** They see us, we see them. */
  from: boolean
  to: boolean
  asked: boolean
}

export function createOpenfireRosters(options: {
  readonly domain: string
  readonly accounts: readonly ServerAccount[]
  readonly mutualContacts: boolean
  readonly sharedGroups: readonly SharedGroup[]
  /** Sends an item to every session of the user. */
  readonly push: (user: string, item: string) => void
  readonly deliver: (user: string, presence: string) => void
  /** Tells `other` how the user is. */
  readonly introduce: (user: string, other: string) => void
}): OpenfireRosters {
  const { domain, accounts, sharedGroups, push, deliver, introduce } = options
  const users = new Set(accounts.map(each => preparedName(each.name)))
  const lists = new Map([...users].map((user): [string, Map<string, Item>] => [user, new Map()]))
  const listOf = (user: string) => lists.get(user) ?? new Map<string, Item>()
  const jidOf = (user: string) => `${user}@${domain}`
  const nobody = (): Item => ({ name: null, groups: [], from: false, to: false, asked: false })
  const itemOf = (user: string, jid: string): Item => {
    const item = listOf(user).get(jid) ?? nobody()
    listOf(user).set(jid, item)
    return item
  }
  const sharedOf = (user: string, jid: string) =>
    sharedGroups.filter(({ members }) => [user, userOf(jid)].every(each => each !== null && members.includes(each)))
  const userOf = (jid: string) => (jid.endsWith(`@${domain}`) ? jid.slice(0, -domain.length - 1) : null)

  for (const { owner, contact } of contactsOf(options.mutualContacts ? accounts : [])) {
    const item = { ...nobody(), name: contact.label ?? null, groups: contact.groups ?? [], from: true, to: true }
    listOf(preparedName(owner.name)).set(jidOf(preparedName(contact.name)), item)
  }
  for (const { name, members } of sharedGroups) {
    for (const one of members) {
      for (const other of members.filter(each => each !== one)) {
        const item = itemOf(one, jidOf(other))
        listOf(one).set(jidOf(other), { ...item, groups: [...item.groups, name], from: true, to: true })
      }
    }
  }

  const asXml = (jid: string, { name, groups, from, to, asked }: Item): string => {
    const subscription = from && to ? 'both' : from ? 'from' : to ? 'to' : 'none'
    const label = name === null ? '' : ` name="${escapeXml(name)}"`
    const ask = asked ? ' ask="subscribe"' : ''
    const inside = groups.map(group => `<group>${escapeXml(group)}</group>`).join('')
    return `<item jid="${escapeXml(jid)}"${label}${ask} subscription="${subscription}">${inside}</item>`
  }
  const pushItem = (user: string, jid: string) => push(user, asXml(jid, itemOf(user, jid)))
  const say = (from: string, to: string, type: string) =>
    deliver(to, `<presence type="${type}" to="${jidOf(to)}" from="${jidOf(from)}"/>`)

  return {
    items: user => [...listOf(user)].map(([jid, item]) => asXml(jid, item)).join(''),
    groups: user => sharedGroups.filter(({ members }) => members.includes(user)).map(({ name }) => name),
    change(user, request) {
      const xml = /<item\b.*<\/item>|<item\b[^>]*\/>/s.exec(request.xml)?.[0] ?? '<item/>'
      const { jid = '', name, subscription } = readElement(xml).attributes
      const groups = [...xml.matchAll(/<group>([^<]*)<\/group>/g)].map(([, group = '']) => unescapeXml(group))
      const shared = sharedOf(user, jid)
      const leaves = subscription === 'remove' ? shared.length > 0 : shared.some(group => !groups.includes(group.name))
      if (leaves) return false
      if (subscription === 'remove') {
        listOf(user).delete(jid)
        push(user, `<item jid="${escapeXml(jid)}" subscription="remove"/>`)
        return true
      }
      Object.assign(itemOf(user, jid), { name: name ?? null, groups })
      // "another name and own groups beside the shared one are accepted, without a push".
      if (shared.length === 0) pushItem(user, jid)
      return true
    },
    subscribe(user, { attributes: { type = '', to = '' } }) {
      if (!['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'].includes(type)) return false
      const other = userOf(to)
      const known = other !== null && users.has(other)
      const ours = itemOf(user, to)
      if (type === 'subscribe') ours.asked = !ours.to
      if (type === 'unsubscribe') Object.assign(ours, { asked: false, to: false })
      if (type === 'subscribed') ours.from = true
      if (type === 'unsubscribed') ours.from = false
      pushItem(user, to)
      // Who does not exist says nothing: `ask="subscribe"` stays for ever.
      if (!known) return true
      const theirs = itemOf(other, jidOf(user))
      if (type === 'unsubscribe') theirs.from = false
      if (type === 'subscribed') Object.assign(theirs, { asked: false, to: true })
      if (type === 'unsubscribed') Object.assign(theirs, { asked: false, to: false })
      if (type !== 'subscribe') pushItem(other, jidOf(user))
      say(user, other, type)
      if (type === 'subscribed') introduce(user, other)
      return true
    },
    sees: (user, other) => listOf(user).get(jidOf(other))?.to === true,
  }
}
