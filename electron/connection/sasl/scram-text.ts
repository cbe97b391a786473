/** The texts of SCRAM: RFC 5802, 5.1 and 7. Pure. */
import { AppError } from '../../../shared/domain/failure.ts'

/** What servers should announce at least (RFC 5802, 5.1). Fewer make the password easy to guess for who records us. */
const fewestIterations = 4096
/** A server could keep our processor busy for hours. */
const mostIterations = 1_000_000
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

export interface ServerFirst {
  /** Ours and the server's part. */
  readonly fullNonce: string
  readonly salt: Uint8Array
  readonly iterations: number
}

/** RFC 5802, 5.1: "The characters ',' or '=' in usernames are sent as '=2C' and '=3D' respectively." */
export function escapeName(username: string): string {
  return username.replaceAll('=', '=3D').replaceAll(',', '=2C')
}

/**
 * The first message of the server: nonce, salt, iteration count, in this order, then extensions that may be ignored.
 * @param ownNonce must begin the nonce and must not be all of it
 * @throws AppError `server-not-verified`; what `e=` says, see below
 */
export function parseServerFirst(text: string, ownNonce: string): ServerFirst {
  refuseError(text)
  const [nonceField = '', saltField = '', countField = ''] = text.split(',')
  // RFC 5802, 5.1, "m": "its presence in a client or a server message MUST cause authentication failure".
  if (text.split(',').some(field => field.startsWith('m='))) throw notVerified('An extension is demanded')
  if (!nonceField.startsWith('r=')) throw notVerified('The nonce is missing')
  const fullNonce = nonceField.slice(2)
  if (!fullNonce.startsWith(ownNonce) || fullNonce.length === ownNonce.length || !/^[\x21-\x7e]+$/.test(fullNonce)) {
    throw notVerified('The nonce is not one that follows ours')
  }
  if (!saltField.startsWith('s=') || saltField.length === 2 || !base64.test(saltField.slice(2))) {
    throw notVerified('The salt is missing')
  }
  const count = /^i=([1-9][0-9]{0,8})$/.exec(countField)?.[1]
  const iterations = Number(count ?? 0)
  if (iterations < fewestIterations || iterations > mostIterations) {
    throw notVerified(`The iteration count is outside ${fewestIterations} to ${mostIterations}`)
  }
  return { fullNonce, salt: Buffer.from(saltField.slice(2), 'base64'), iterations }
}

/**
 * The server's signature from its last message.
 * @throws AppError `server-not-verified`; what `e=` says, see below
 */
export function parseServerFinal(text: string): Uint8Array {
  refuseError(text)
  const [field = ''] = text.split(',')
  if (!field.startsWith('v=') || field.length === 2 || !base64.test(field.slice(2))) {
    throw notVerified('The signature of the server is missing')
  }
  return Buffer.from(field.slice(2), 'base64')
}

/** RFC 5802, 7: `server-error`. */
function refuseError(text: string): void {
  if (!text.startsWith('e=')) return
  const condition = text.slice(2).split(',')[0]?.slice(0, 100) ?? ''
  switch (condition) {
    case 'server-does-support-channel-binding':
    case 'channel-bindings-dont-match':
    case 'unsupported-channel-binding-type':
      throw new AppError('mechanism-downgrade', `SCRAM: ${condition}`, { condition })
    default:
      throw new AppError('not-authorized', `SCRAM: ${condition}`, { condition })
  }
}

function notVerified(message: string): AppError {
  return new AppError('server-not-verified', message)
}
