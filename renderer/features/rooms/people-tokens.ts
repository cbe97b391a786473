import type { AccountId } from '../../../shared/domain/address.ts'

/** Somebody who was chosen: by address, as it is known or was typed. */
export interface Token {
  readonly address: string
  /** What they are called here; null: as their address. */
  readonly name: string | null
}

/** What divides several addresses that are typed or pasted. */
const dividers = /[,;\s]+/u

/**
 * What was typed or pasted as addresses, each once, without those that are there. A name alone is one of our own server.
 * @param text one or several, with commas, semicolons or blanks between
 */
export function tokensOf(text: string, account: AccountId, there: readonly Token[]): readonly Token[] {
  const domain = account.slice(account.indexOf('@') + 1)
  const known = new Set(there.map(token => token.address))
  const tokens: Token[] = []
  for (const part of text.split(dividers)) {
    const bare = part.replace(/^(xmpp:|<)+|>$/gu, '').toLowerCase()
    if (bare === '') continue
    const address = bare.includes('@') ? bare : `${bare}@${domain}`
    if (known.has(address)) continue
    known.add(address)
    tokens.push({ address, name: null })
  }
  return tokens
}

/** Whether a text is several addresses, or one that is followed by a divider. */
export function isSeveral(text: string): boolean {
  return text.includes('@') && dividers.test(text.trimStart())
}
