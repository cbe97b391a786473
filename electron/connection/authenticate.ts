import { AppError } from '../../shared/domain/failure.ts'
import { type Element, xml } from '../stanza/element.ts'
import { type Place, saslFailure } from './failures.ts'
import { namespaces } from './namespaces.ts'
import type { Mechanism } from './sasl/mechanism.ts'
import type { StreamGate } from './stream-gate.ts'

const names = new Set(['challenge', 'success', 'failure'])

export interface AuthenticateOptions {
  readonly gate: Pick<StreamGate, 'ask'>
  readonly mechanism: Mechanism
  readonly username: string
  readonly password: string
  readonly place: Place
  /** Gives one step its time limit. */
  readonly within: <T>(step: Promise<T>) => Promise<T>
}

/**
 * One SASL exchange (RFC 6120, 6.4). Exactly one: a mechanism that failed is never followed by a weaker one.
 * @throws AppError `not-authorized`, `account-disabled`, `server-not-verified`, …
 */
export async function authenticate(options: AuthenticateOptions): Promise<void> {
  const { gate, mechanism, username, password, place, within } = options
  const exchange = mechanism.start({ username, password })
  const ask = (name: string, data: string, attributes: Readonly<Record<string, string>> = {}): Promise<Element> =>
    within(
      gate.ask(
        xml(name, { xmlns: namespaces.sasl, ...attributes }, data),
        element => element.getNS() === namespaces.sasl && names.has(element.getName()),
      ),
    )

  // RFC 6120, 6.4.2: an initial response that is empty "MUST [be transmitted] as a single equals sign".
  const initial = encode(await within(exchange.initial()))
  let answer = await ask('auth', initial === '' ? '=' : initial, { mechanism: mechanism.name })
  while (answer.getName() === 'challenge') {
    const response = await within(exchange.respond(decode(answer, place)))
    answer = await ask('response', encode(response))
  }
  if (answer.getName() === 'failure') throw saslFailure(answer, place)
  await within(exchange.verify(answer.getText().trim() === '' ? null : decode(answer, place)))
}

function encode(data: Uint8Array): string {
  return Buffer.from(data).toString('base64')
}

function decode(element: Element, place: Place): Uint8Array {
  const text = element.getText().replaceAll(/\s/gu, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(text)) {
    throw new AppError('stream-error', 'what should be base64 is not', { ...place, condition: 'incorrect-encoding' })
  }
  return Buffer.from(text, 'base64')
}
