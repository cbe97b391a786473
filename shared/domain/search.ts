import type { BareJid } from './address.ts'
import type { Failure } from './failure.ts'

/** Somebody whom a directory of the server knows. What it says of them is text of others: a name proves nothing. */
export interface DirectoryPerson {
  readonly address: BareJid
  readonly name: string | null
  readonly email: string | null
}

/** What the directories of the server know. */
export interface DirectoryAnswer {
  /** The addresses of those that were asked; none where the server has no directory. */
  readonly directories: readonly BareJid[]
  /** Each person once, by name. */
  readonly people: readonly DirectoryPerson[]
  /** There are more than are shown: whoever looks for one of them types more. */
  readonly hasMore: boolean
  /** Why one of the directories did not answer; others may have. */
  readonly failure: Failure | null
}

/** People of an answer; whoever looks for others types more. */
export const mostDirectoryPeople = 200

/** Shorter texts are not asked for: every directory would answer with everybody. */
export const shortestSearch = 2

/** The longest text that is looked for, in characters. */
export const longestSearch = 200
