import { AppError } from '../../../shared/domain/failure.ts'
import type { DataForm } from '../../stanza/data-form.ts'
import { parseTime } from '../../stanza/delay.ts'
import type { Element } from '../../stanza/element.ts'
import { type UploadNamespace, uploadNamespaces } from './build.ts'

/** Where a file may be put, and where it can be had then. */
export interface Slot {
  readonly put: URL
  readonly get: URL
  /** To be sent with the PUT; in order, a name may stand twice. */
  readonly headers: readonly (readonly [string, string])[]
}

export interface UploadService {
  readonly namespace: UploadNamespace
  /** Bytes; null where it does not say. */
  readonly maxBytes: number | null
}

/** What a service says of uploads; null where it does none. */
export function parseService(info: {
  readonly features: ReadonlySet<string>
  readonly forms: readonly DataForm[]
}): UploadService | null {
  const namespace = uploadNamespaces.find(each => info.features.has(each))
  if (namespace === undefined) return null
  const limits = info.forms
    .filter(form => uploadNamespaces.some(each => each === form.formType))
    .map(form => bytesIn(form.fields.get('max-file-size')?.[0]))
    .filter(each => each !== null)
  return { namespace, maxBytes: limits.length === 0 ? null : Math.max(...limits) }
}

/** "Only the following header names are allowed". */
const allowedHeaders: ReadonlySet<string> = new Set(['authorization', 'cookie', 'expires'])
const mostHeaders = 20
const longestHeader = 8192
const longestUrl = 4000

/**
 * The slot in the answer to a request for one.
 * @throws AppError `upload-refused` where there is none that could be used
 */
export function parseSlot(iq: Element): Slot {
  const slot = uploadNamespaces.map(namespace => iq.getChild('slot', namespace)).find(each => each !== undefined)
  const put = slot?.getChild('put')
  const get = slot?.getChild('get')
  return { put: urlIn(put), get: urlIn(get), headers: headersIn(put) }
}

/** In an attribute, in the old namespace as text. */
function urlIn(element: Element | undefined): URL {
  const text = (element?.attrs.url ?? element?.getText() ?? '').trim()
  const url = text.length > longestUrl ? null : URL.parse(text)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url === null || !isWeb || url.username !== '' || url.password !== '') {
    throw new AppError('upload-refused', 'the server gave a slot without an address')
  }
  url.hash = ''
  return url
}

function headersIn(put: Element | undefined): readonly (readonly [string, string])[] {
  return (put?.getChildren('header') ?? [])
    .slice(0, mostHeaders)
    .map(header => [oneLine(header.attrs.name ?? ''), oneLine(header.getText())] as const)
    .filter(
      ([name, value]) => allowedHeaders.has(name.toLowerCase()) && value.length <= longestHeader && isSendable(value),
    )
}

/** "MUST strip any newline characters from the header name and value". */
function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, '').trim()
}

/** RFC 9110, 5.5: what a value may hold. */
function isSendable(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}

/**
 * Why there is no slot.
 * @param iq of type `error`
 * @param failure what is said of any refused request
 */
export function parseRefusal(iq: Element, failure: AppError): AppError {
  const error = iq.getChild('error')
  const children =
    error?.getChildElements().filter(child => uploadNamespaces.some(each => each === child.getNS())) ?? []
  const tooLarge = children.find(child => child.getName() === 'file-too-large')
  if (tooLarge !== undefined) {
    const limit = bytesIn(tooLarge.getChildText('max-file-size'))
    return new AppError('file-too-large', failure.message, { ...(limit !== null && { limit }) }, failure)
  }
  const stamp = children.find(child => child.getName() === 'retry')?.attrs.stamp
  const retryAt = stamp === undefined ? null : parseTime(stamp)
  // ejabberd and Prosody say `resource-constraint` at the end of a quota, with or without a time.
  if (retryAt !== null || failure.details.condition === 'resource-constraint') {
    return new AppError(
      'upload-quota',
      failure.message,
      { ...failure.details, ...(retryAt !== null && { retryAt }) },
      failure,
    )
  }
  return new AppError('upload-refused', failure.message, failure.details, failure)
}

function bytesIn(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? ''
  if (!/^\d{1,16}$/.test(trimmed)) return null
  const bytes = Number(trimmed)
  return bytes > 0 ? bytes : null
}
