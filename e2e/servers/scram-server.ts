/** The server's side of SCRAM (RFC 5802; SHA-256: RFC 7677), right by default and wrong where a test wants it. */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

export type ScramMechanism = 'SCRAM-SHA-1' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'

export interface ScramFaults {
  /** `v=` in the last message; right by default. */
  readonly signature?: 'wrong' | 'missing'
  /** `foreign`: a nonce that does not begin with the client's. */
  readonly nonce?: 'foreign' | 'unchanged'
  /** 4,096 by default. */
  readonly iterations?: number
}

export interface ScramServer {
  /** The user name of the client's first message. */
  readonly user: () => string
  /** The server's first message for the client's first one. */
  readonly challenge: (clientFirst: string) => string
  /** The server's last message for the client's last one, or null when the proof shows another password. */
  readonly verify: (clientFinal: string) => string | null
}

/** The password of a user; undefined for somebody unknown, who then fails like a wrong password. */
export type PasswordOf = (user: string) => string | undefined

const digests = { 'SCRAM-SHA-1': 'sha1', 'SCRAM-SHA-256': 'sha256', 'SCRAM-SHA-512': 'sha512' } as const

export function createScramServer(
  mechanism: ScramMechanism,
  passwordOf: PasswordOf,
  faults: ScramFaults = {},
  salt: Buffer = randomBytes(18),
): ScramServer {
  const digest = digests[mechanism]
  const iterations = faults.iterations ?? 4096
  const hmac = (key: Buffer, text: string) => createHmac(digest, key).update(text).digest()
  let user = ''
  let clientFirstBare = ''
  let serverFirst = ''
  let nonce = ''
  return {
    user: () => user,
    challenge: clientFirst => {
      // RFC 5802, 7: gs2-header = gs2-cbind-flag "," [ authzid ] ","
      clientFirstBare = clientFirst.replace(/^[^,]*,[^,]*,/, '')
      const parts = attributes(clientFirstBare)
      user = (parts.n ?? '').replaceAll('=2C', ',').replaceAll('=3D', '=')
      const ours = randomBytes(18).toString('base64')
      nonce = { foreign: ours, unchanged: parts.r ?? '', none: `${parts.r}${ours}` }[faults.nonce ?? 'none']
      serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`
      return serverFirst
    },
    verify: clientFinal => {
      const parts = attributes(clientFinal)
      const password = passwordOf(user)
      if (password === undefined || parts.r !== nonce) return null
      const size = createHash(digest).digest().length
      const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, size, digest)
      const message = `${clientFirstBare},${serverFirst},${clientFinal.replace(/,p=.*$/, '')}`
      const clientKey = hmac(salted, 'Client Key')
      const storedKey = createHash(digest).update(clientKey).digest()
      const signature = hmac(storedKey, message)
      const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)))
      const given = Buffer.from(parts.p ?? '', 'base64')
      if (given.length !== proof.length || !timingSafeEqual(given, proof)) return null
      const serverSignature = hmac(hmac(salted, 'Server Key'), message)
      if (faults.signature === 'missing') return ''
      const shown = faults.signature === 'wrong' ? createHash(digest).update(serverSignature).digest() : serverSignature
      return `v=${shown.toString('base64')}`
    },
  }
}

function attributes(message: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(message.split(',').map(part => [part.slice(0, 1), part.slice(2)]))
}
