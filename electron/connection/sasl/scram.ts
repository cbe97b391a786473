/**
 * SCRAM, RFC 5802 (SHA-1), RFC 7677 (SHA-256) and, by the same rules, SHA-512.
 * https://www.rfc-editor.org/rfc/rfc5802
 * The server's nonce, iteration count and signature are checked. Not yet: channel binding (-PLUS). Its place is
 * `ChannelBinding`: the flag is `n` ("client doesn't support channel binding") as long as we have no -PLUS. With -PLUS it
 * has to be `p=<type>` where the server offers one, and `y` where it does not, so that a stripped offer is noticed.
 */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '../../../shared/domain/failure.ts'
import { preparePassword, prepareUsername } from '../../stanza/password.ts'
import type { Exchange, Mechanism, SaslCredentials } from './mechanism.ts'
import { escapeName, parseServerFinal, parseServerFirst } from './scram-text.ts'

export type ScramHash = 'SHA-512' | 'SHA-256' | 'SHA-1'

export interface ChannelBinding {
  /** RFC 5802, 7: `gs2-header`. */
  readonly header: string
  readonly data: Uint8Array
}

export interface ScramOptions {
  /** Printable ASCII without comma; at random where it is not given. */
  readonly nonce?: () => string
  readonly binding?: ChannelBinding
}

const hashes = {
  'SHA-512': { digest: 'sha512', bytes: 64 },
  'SHA-256': { digest: 'sha256', bytes: 32 },
  'SHA-1': { digest: 'sha1', bytes: 20 },
} as const

const noBinding: ChannelBinding = { header: 'n,,', data: new Uint8Array() }

/** `pbkdf2` works in Node's thread pool: a million rounds never block the program. */
const derive = promisify(pbkdf2)

export function createScram(hash: ScramHash, options: ScramOptions = {}): Mechanism {
  const nonce = options.nonce ?? (() => randomBytes(24).toString('base64'))
  const binding = options.binding ?? noBinding
  return {
    name: `SCRAM-${hash}`,
    start: credentials => startExchange(hash, nonce(), binding, credentials),
  }
}

function startExchange(
  hash: ScramHash,
  nonce: string,
  binding: ChannelBinding,
  credentials: SaslCredentials,
): Exchange {
  const { digest, bytes } = hashes[hash]
  const hmac = (key: Uint8Array, text: string) => createHmac(digest, key).update(text, 'utf8').digest()

  /** `expected` is the server's signature, as only someone who knows the password's keys can make it. */
  let step:
    | { readonly name: 'new' }
    | { readonly name: 'first'; readonly clientFirst: string }
    | { readonly name: 'final'; readonly expected: Buffer }
    | { readonly name: 'verified'; readonly expected: Buffer } = { name: 'new' }

  async function answerFirst(clientFirst: string, challenge: Uint8Array): Promise<Uint8Array> {
    const serverFirst = decode(challenge)
    const { fullNonce, salt, iterations } = parseServerFirst(serverFirst, nonce)
    const salted = await derive(preparePassword(credentials.password), salt, iterations, bytes, digest)
    const clientKey = hmac(salted, 'Client Key')
    const storedKey = createHash(digest).update(clientKey).digest()
    const channel = Buffer.concat([Buffer.from(binding.header, 'utf8'), binding.data]).toString('base64')
    const withoutProof = `c=${channel},r=${fullNonce}`
    const authMessage = `${clientFirst},${serverFirst},${withoutProof}`
    const signature = hmac(storedKey, authMessage)
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)))
    step = { name: 'final', expected: hmac(hmac(salted, 'Server Key'), authMessage) }
    return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`, 'utf8')
  }

  /** RFC 5802, 5: "If the two are different, the client MUST consider the authentication exchange to be unsuccessful". */
  function checkFinal(expected: Buffer, message: Uint8Array): void {
    const signature = parseServerFinal(decode(message))
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw notVerified('The signature of the server is wrong')
    }
  }

  return {
    async initial() {
      if (step.name !== 'new') throw notVerified('The exchange has begun already')
      // The password too, so that one which cannot be used stops the sign-in before anything is sent.
      preparePassword(credentials.password)
      const clientFirst = `n=${escapeName(prepareUsername(credentials.username))},r=${nonce}`
      step = { name: 'first', clientFirst }
      return Buffer.from(binding.header + clientFirst, 'utf8')
    },
    async respond(challenge) {
      if (step.name === 'first') return await answerFirst(step.clientFirst, challenge)
      if (step.name !== 'final') throw notVerified('This challenge has no place in SCRAM')
      // The signature may come as one more challenge instead of with the success (RFC 6120, 6.3.10, leaves both open).
      checkFinal(step.expected, challenge)
      step = { name: 'verified', expected: step.expected }
      return new Uint8Array()
    },
    async verify(success) {
      const isEmpty = success === null || success.length === 0
      if (step.name === 'verified' && isEmpty) return
      if (step.name !== 'final' && step.name !== 'verified') throw notVerified('A success that nothing led to')
      if (isEmpty) throw notVerified('The server has not signed')
      if (decode(success).startsWith('e=')) throw notVerified('A success that tells of an error')
      checkFinal(step.expected, success)
    },
  }
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

function notVerified(message: string): AppError {
  return new AppError('server-not-verified', message)
}
