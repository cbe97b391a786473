import type { AccountId } from '../../../shared/domain/address.ts'
import { folded } from '../../ui/fold-text.ts'

/** Somebody who was chosen: by address, as it is known or was typed. */
export interface Token {
  readonly address: string
  /** What they are called here; null: as their address. */
  readonly name: string | null
}

/** What divides people; a blank does only where it is not part of a name. */
const dividers = /[,;\n]+/u
const allDividers = /[,;\s]+/u

/**
 * What was typed or pasted as people, each once, without those that are there. What one contact alone is called is that
 * contact; another word alone is an address of our own server.
 * @param text one or several, with commas, semicolons or blanks between
 */
export function tokensOf(
  text: string,
  account: AccountId,
  there: readonly Token[],
  contacts: readonly { readonly address: string; readonly name: string }[],
): readonly Token[] {
  const domain = account.slice(account.indexOf('@') + 1)
  const known = new Set(there.map(token => token.address))
  const named = (part: string): readonly Token[] => {
    const wanted = folded(part.trim())
    const found = contacts.filter(({ name }) => folded(name) === wanted)
    return found.length === 1 ? found : part.split(allDividers).flatMap(typed)
  }
  const typed = (part: string): readonly Token[] => {
    const bare = part.replace(/^(xmpp:|<)+|>$/gu, '').toLowerCase()
    return bare === '' ? [] : [{ address: bare.includes('@') ? bare : `${bare}@${domain}`, name: null }]
  }
  return text
    .split(dividers)
    .flatMap(named)
    .flatMap(({ address, name }) => {
      if (known.has(address)) return []
      known.add(address)
      return [{ address, name }]
    })
}

/** Whether a text is several addresses, or one that is followed by a divider. */
export function isSeveral(text: string): boolean {
  return text.includes('@') && allDividers.test(text.trimStart())
}
