import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { type Contact, seesThem, seesUs } from '../../../shared/domain/contact.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { cleanText } from '../../stanza/xml-text.ts'
import type { Store } from '../../store/store.ts'
import type { Roster } from '../../xmpp/roster/roster.ts'
import type { SharedGroups } from '../../xmpp/shared-groups/shared-groups.ts'
import type { Subscription } from '../../xmpp/subscription/subscription.ts'
import type { Emit } from '../events.ts'

/** How somebody is kept in the list. */
export interface Kept {
  readonly name: string | null
  readonly groups: readonly string[]
}

/**
 * What the person does to their list of contacts, and to those who ask to see them. Each resolves when the server has
 * agreed; the list changes by what it pushes, never before. Each throws AppError `not-connected` and like any request.
 */
export interface ContactActions {
  /** @throws AppError `own-address`, `already-contact` */
  add(address: BareJid, kept: Kept): Promise<void>
  /** @throws AppError `unknown-contact`, `managed-by-server` */
  change(address: BareJid, kept: Kept): Promise<void>
  /** @throws AppError `managed-by-server` */
  remove(address: BareJid): Promise<void>
  /** Once more. */
  ask(address: BareJid): Promise<void>
  /** Takes back a request that has no answer. */
  withdraw(address: BareJid): Promise<void>
  /** Lets them see us, and asks to see them in the same step. */
  accept(address: BareJid): Promise<void>
  decline(address: BareJid): Promise<void>
}

export function createContactActions(options: {
  readonly account: AccountId
  readonly roster: Pick<Roster, 'set' | 'remove'>
  readonly subscription: Pick<Subscription, 'ask' | 'withdraw' | 'grant' | 'refuse'>
  readonly sharedGroups: Pick<SharedGroups, 'names'>
  readonly store: Pick<Store, 'contact' | 'hasRequest'>
  readonly emit: Emit
}): ContactActions {
  const { account, roster, subscription, sharedGroups, store, emit } = options

  async function answer(address: BareJid, say: (address: BareJid) => Promise<void>): Promise<void> {
    await say(address)
    await emit({ type: 'request.ended', account, address })
  }

  /** The server says who is in the groups that it shares: leaving one is refused. */
  function groupsFor(contact: Contact | null, groups: readonly string[]): readonly string[] {
    const shared = contact?.groups.filter(group => sharedGroups.names()?.includes(group)) ?? []
    const wanted = groups.map(group => cleanText(group).trim()).filter(group => group !== '')
    return [...new Set([...wanted, ...shared])]
  }

  return {
    async add(address, { name, groups }) {
      if (address === account) throw new AppError('own-address', 'Nobody is their own contact')
      const contact = await store.contact(account, address)
      if (contact !== null && (contact.asked || seesThem(contact))) {
        throw new AppError('already-contact', 'This address is in the list')
      }
      await roster.set({ address, name: usableName(name), groups: groupsFor(contact, groups) })
      if (await store.hasRequest(account, address)) await answer(address, subscription.grant)
      await subscription.ask(address)
    },

    async change(address, { name, groups }) {
      const contact = await store.contact(account, address)
      if (contact === null) throw new AppError('unknown-contact', 'This address is not in the list')
      // jabberd2 keeps a name that the change does not mention.
      const none = contact.name === null ? null : ''
      await roster.set({ address, name: usableName(name) ?? none, groups: groupsFor(contact, groups) })
    },

    remove: roster.remove,

    async ask(address) {
      await subscription.ask(address)
      await emit({ type: 'contact.refused', account, address, failure: null })
    },

    async withdraw(address) {
      const contact = await store.contact(account, address)
      // They were faster.
      if (contact?.asked !== true) return
      await subscription.withdraw(address)
      if (!seesUs(contact)) await roster.remove(address)
    },

    async accept(address) {
      await answer(address, subscription.grant)
      const contact = await store.contact(account, address)
      if (contact !== null && (contact.asked || seesThem(contact))) return
      // No name: what they call themselves is nobody's word but theirs.
      if (contact === null) await roster.set({ address, name: null, groups: [] })
      await subscription.ask(address)
    },

    decline: address => answer(address, subscription.refuse),
  }
}

function usableName(name: string | null): string | null {
  const clean = cleanText(name ?? '').trim()
  return clean === '' ? null : clean
}
