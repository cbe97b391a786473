import type { AccountId, Peer } from './address.ts'

/** Somewhere in the window that a notification leads to. */
export type Place =
  | { readonly type: 'conversation'; readonly account: AccountId; readonly peer: Peer }
  | { readonly type: 'contacts'; readonly account: AccountId }
  | { readonly type: 'rooms'; readonly account: AccountId }
