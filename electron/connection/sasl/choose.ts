import { AppError } from '../../../shared/domain/failure.ts'
import type { Mechanism } from './mechanism.ts'
import { plain } from './plain.ts'
import { createScram } from './scram.ts'

export interface ChoiceContext {
  /** TLS is up. */
  readonly encrypted: boolean
  /** The person's consent to PLAIN without TLS, for this account. */
  readonly allowPlainWithoutTls: boolean
}

/**
 * Strongest first; what is not here is never used: ANONYMOUS would sign in somebody else, DIGEST-MD5 is historic
 * (RFC 6331). The place for -PLUS, and for anything that has to be preferred.
 */
const strongestFirst: readonly Mechanism[] = [
  createScram('SHA-512'),
  createScram('SHA-256'),
  createScram('SHA-1'),
  plain,
]

/**
 * The strongest mechanism that both sides know. SCRAM may run without TLS: it never shows the password.
 * @param offered names as in the stream's features, in any order
 * @throws AppError `no-common-mechanism`; `password-in-clear` where only PLAIN is left, without TLS and without consent;
 * both with what was offered as `mechanisms`
 */
export function chooseMechanism(offered: readonly string[], context: ChoiceContext): Mechanism {
  const mechanism = strongestFirst.find(({ name }) => offered.includes(name))
  const details = { mechanisms: [...offered] }
  if (mechanism === undefined) throw new AppError('no-common-mechanism', 'No mechanism of ours is offered', details)
  if (mechanism === plain && !context.encrypted && !context.allowPlainWithoutTls) {
    throw new AppError('password-in-clear', 'Only PLAIN is offered, and nothing is encrypted', details)
  }
  return mechanism
}
