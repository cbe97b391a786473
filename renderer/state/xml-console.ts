import type { AccountId } from '../../shared/domain/address.ts'
import { mostXmlEntries, type XmlConsoleEntry } from '../../shared/domain/xml-console.ts'
import type { State } from './state.ts'

type Entries = readonly XmlConsoleEntry[]

/** What there is and what came, each once and in order: an answer and a change may overtake each other. */
export function withEntries(entries: Entries, news: Entries): Entries {
  const last = entries.at(-1)?.order ?? 0
  const joined = (news[0]?.order ?? 0) > last ? [...entries, ...news] : merged(entries, news)
  return joined.slice(-mostXmlEntries)
}

function merged(entries: Entries, news: Entries): Entries {
  const byOrder = new Map([...entries, ...news].map(entry => [entry.order, entry]))
  return [...byOrder.values()].sort((one, other) => one.order - other.order)
}

/** Begins to keep what is told; `close` forgets it. */
export function openXmlConsole(state: State, account: AccountId): State {
  return inConsole(state, account, entries => entries ?? [])
}

export function addXmlEntries(state: State, account: AccountId, entries: Entries): State {
  return inConsole(state, account, before => (before === null ? null : withEntries(before, entries)))
}

export function clearXmlEntries(state: State, account: AccountId, upTo: number): State {
  return inConsole(state, account, entries => entries?.filter(entry => entry.order > upTo) ?? null)
}

export function closeXmlConsole(state: State, account: AccountId): State {
  return inConsole(state, account, () => null)
}

function inConsole(state: State, id: AccountId, next: (entries: Entries | null) => Entries | null): State {
  const account = state.accounts[id]
  return account === undefined
    ? state
    : { ...state, accounts: { ...state.accounts, [id]: { ...account, xmlConsole: next(account.xmlConsole) } } }
}
