import type { Failure, FailureCode } from '../../shared/domain/failure.ts'
import type { TextKey } from '../../shared/lang/catalogue.ts'
import type { Text } from './text.tsx'

/** What the button below a failure does. Who shows it offers what it can; the rest is left out. */
export type FailureActionKind =
  | 'open-connection'
  | 'open-security'
  | 'view-certificate'
  | 'allow-in-clear'
  | 'follow-domain'
  | 'edit-address'
  | 'edit-password'
  | 'sign-in'
  | 'retry'

export interface FailureText {
  /** What happened. No full stop: it stands as a title. */
  readonly title: string
  /** What it means and what to do: one or two sentences. */
  readonly sentence: string
  readonly action: { readonly kind: FailureActionKind; readonly label: string } | null
}

export interface FailureContext {
  /** Of the account, as far as it is known: `ana@mired.org`. */
  readonly address?: string
  /** It befell a file, which nobody sends or fetches again by itself. */
  readonly isFile?: boolean
}

const actions: Readonly<Record<FailureCode, readonly [FailureActionKind, TextKey & `failure.${string}`] | null>> = {
  'dns-not-found': ['open-connection', 'failure.enter-host'],
  'connection-refused': ['open-connection', 'failure.enter-host'],
  'timed-out': ['retry', 'failure.retry'],
  'tls-not-offered': ['open-security', 'failure.open-security'],
  'tls-required-by-server': ['open-security', 'failure.open-security'],
  'tls-failed': ['open-security', 'failure.open-security'],
  'certificate-self-signed': ['view-certificate', 'failure.view-certificate'],
  'certificate-unknown-issuer': ['view-certificate', 'failure.view-certificate'],
  'certificate-wrong-name': ['view-certificate', 'failure.view-certificate'],
  'certificate-expired': ['view-certificate', 'failure.view-certificate'],
  'certificate-not-yet-valid': ['view-certificate', 'failure.view-certificate'],
  'certificate-changed': ['view-certificate', 'failure.view-certificate'],
  'domain-mismatch': ['follow-domain', 'failure.follow-domain'],
  'password-in-clear': ['allow-in-clear', 'failure.allow-in-clear'],
  'not-authorized': ['edit-password', 'failure.edit-password'],
  'account-disabled': ['retry', 'failure.retry'],
  conflict: ['retry', 'failure.sign-in-here'],
  'no-common-mechanism': ['retry', 'failure.retry'],
  'server-not-verified': ['open-connection', 'failure.check-host'],
  'mechanism-downgrade': ['retry', 'failure.retry'],
  'stream-error': ['retry', 'failure.retry'],
  'network-lost': ['retry', 'failure.retry-now'],
  'invalid-address': ['edit-address', 'failure.edit-address'],
  'invalid-password': ['edit-password', 'failure.edit-password'],
  'password-needed': ['edit-password', 'failure.edit-password'],
  'keychain-unavailable': ['edit-password', 'failure.edit-password'],
  'not-connected': ['retry', 'failure.retry'],
  'request-timed-out': ['retry', 'failure.retry'],
  'refused-by-server': ['retry', 'failure.retry'],
  'message-not-delivered': ['retry', 'failure.retry'],
  'message-too-long': null,
  'own-address': ['edit-address', 'failure.edit-address'],
  'already-contact': null,
  'unknown-contact': null,
  'managed-by-server': null,
  'address-unreachable': null,
  'request-declined': null,
  'blocking-not-supported': null,
  'address-blocked': null,
  'room-password': null,
  'room-members-only': null,
  'room-banned': null,
  'room-full': ['retry', 'failure.retry'],
  'room-locked': ['retry', 'failure.retry'],
  'nick-taken': null,
  'room-not-found': null,
  'room-creation-refused': null,
  'no-room-service': null,
  'room-exists': null,
  'room-forbidden': null,
  'room-no-voice': null,
  'occupant-gone': null,
  'nick-refused': null,
  'room-not-joined': ['retry', 'failure.join-again'],
  'room-shut-down': ['retry', 'failure.retry-now'],
  'room-kicked': ['retry', 'failure.join-again'],
  'room-destroyed': null,
  'no-upload-service': null,
  'file-too-large': ['retry', 'failure.retry'],
  'upload-quota': ['retry', 'failure.retry'],
  'upload-refused': ['retry', 'failure.retry'],
  'upload-insecure': null,
  'transfer-interrupted': ['retry', 'failure.retry'],
  'file-unreadable': ['retry', 'failure.retry'],
  'file-changed': ['retry', 'failure.retry'],
  'link-insecure': null,
  'link-private': null,
  'download-gone': ['retry', 'failure.retry'],
  'download-refused': ['retry', 'failure.retry'],
  'download-too-large': null,
  'download-cancelled': ['retry', 'failure.retry'],
  'file-missing': null,
  'file-not-opened': null,
  'file-not-saved': ['retry', 'failure.retry'],
  'unknown-account': ['sign-in', 'failure.sign-in'],
  'storage-failed': ['retry', 'failure.retry'],
  'invalid-payload': null,
  'untrusted-sender': null,
  internal: ['retry', 'failure.retry'],
}

/** Codes whose sentence has a second form that quotes what the server said. */
const quoting = {
  'no-common-mechanism': 'failure.no-common-mechanism-sentence-said',
  'stream-error': 'failure.stream-error-sentence-said',
  'refused-by-server': 'failure.refused-by-server-sentence-said',
  'message-not-delivered': 'failure.message-not-delivered-sentence-said',
  'room-banned': 'failure.room-banned-sentence-said',
  'room-kicked': 'failure.room-kicked-sentence-said',
  'room-destroyed': 'failure.room-destroyed-sentence-said',
  'file-too-large': 'failure.file-too-large-sentence-said',
  'upload-refused': 'failure.upload-refused-sentence-said',
  'download-refused': 'failure.download-refused-sentence-said',
  'download-too-large': 'failure.download-too-large-sentence-said',
} as const satisfies Partial<Record<FailureCode, TextKey>>

/**
 * The words for a failure: every code has its own, in both languages.
 * @param text From `useText()`.
 */
export function failureText(
  text: Pick<Text, 't' | 'list' | 'size'>,
  failure: Failure,
  context: FailureContext = {},
): FailureText {
  const { code } = failure
  const values = valuesOf(text, failure, context)
  // Each sentence takes of the values what it names: the types check single keys, the tests check all of them.
  const t = text.t as (key: TextKey, values: Readonly<Record<string, string | number>>) => string
  const sentence = sentenceOf(failure, context)
  const action = actions[code]
  const begin = (sentence: string) => (sentence.startsWith(text.t('failure.server')) ? capital(sentence) : sentence)
  return {
    title: begin(t(`failure.${code}-title`, values)),
    sentence: begin(t(sentence, values)),
    action: action === null || !canOffer(failure, action[0]) ? null : { kind: action[0], label: t(action[1], values) },
  }
}

function sentenceOf(failure: Failure, { isFile = false }: FailureContext): TextKey {
  const { code } = failure
  if (isFile && code === 'network-lost') return 'failure.network-lost-sentence-file'
  return isQuoting(code) && hasQuote(failure) ? quoting[code] : `failure.${code}-sentence`
}

function valuesOf(
  { t, list, size }: Pick<Text, 't' | 'list' | 'size'>,
  { details }: Failure,
  { address }: FailureContext,
) {
  const separator = address?.indexOf('@') ?? -1
  const domain = details.domain ?? (separator === -1 ? undefined : address?.slice(separator + 1)) ?? t('failure.server')
  const offered = details.offeredDomain ?? domain
  return {
    domain,
    place: details.host ?? domain,
    port: details.port ?? 5222,
    offered,
    address: separator === -1 ? offered : `${address?.slice(0, separator)}@${offered}`,
    mechanisms: list(details.mechanisms ?? []),
    limit: size(details.limit ?? 0),
    reason: details.text ?? details.condition ?? '',
  }
}

function isQuoting(code: FailureCode): code is keyof typeof quoting {
  return Object.hasOwn(quoting, code)
}

function hasQuote({ code, details }: Failure): boolean {
  if (code === 'no-common-mechanism') return (details.mechanisms ?? []).length > 0
  if (code === 'file-too-large' || code === 'download-too-large') return details.limit !== undefined
  return (details.text ?? details.condition ?? '') !== ''
}

function canOffer({ code, details }: Failure, kind: FailureActionKind): boolean {
  if (kind === 'view-certificate') return details.certificate !== undefined
  // The server has said that it takes less; where the way there does, it may be mended, or there is another.
  if (code === 'file-too-large') return details.condition !== undefined
  return kind !== 'follow-domain' || details.offeredDomain !== undefined
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
