import { assertNever } from '../../shared/assert-never.ts'
import type { Message, Unsupported } from '../../shared/domain/message.ts'
import type { Text } from './text.tsx'

export interface UnsupportedText {
  /** What it was. No full stop: it stands as a title, and in the list of chats. */
  readonly title: string
  /** What it means and a way on; null where there is nothing to be said. */
  readonly sentence: string | null
}

/**
 * The words for what we cannot do yet.
 * @param name of the person it comes from
 */
export function unsupportedText(
  { t, size }: Pick<Text, 't' | 'size'>,
  unsupported: Unsupported,
  name: string,
  direction: Message['direction'] = 'in',
): UnsupportedText {
  if (direction === 'out' && unsupported.what !== 'encrypted') return { title: t('unsupported.own'), sentence: null }
  switch (unsupported.what) {
    case 'file':
      return { title: fileTitle({ t, size }, unsupported, name), sentence: t('unsupported.fileText') }
    case 'call':
    case 'video-call':
      return { title: t(`unsupported.${unsupported.what}`, { name }), sentence: t('unsupported.callText') }
    case 'session':
      return { title: t('unsupported.session', { name }), sentence: t('unsupported.sessionText') }
    case 'otr':
      return { title: t('unsupported.otr', { name }), sentence: t('unsupported.otrText') }
    case 'encrypted': {
      const file = isolated(unsupported.name) ?? t('unsupported.unknownEncryption')
      return { title: t('unsupported.encrypted', { file }), sentence: t('unsupported.encryptedText') }
    }
    case 'attention':
      return { title: t('unsupported.attention', { name }), sentence: null }
    default:
      return assertNever(unsupported.what)
  }
}

function fileTitle({ t, size }: Pick<Text, 't' | 'size'>, unsupported: Unsupported, name: string): string {
  const file = isolated(unsupported.name)
  if (file === null) return t('unsupported.file', { name })
  return unsupported.size === null
    ? t('unsupported.fileNamed', { name, file })
    : t('unsupported.fileSized', { name, file, size: size(unsupported.size) })
}

/** A name from elsewhere has a direction of its own, which ends with it (UAX #9, 2.5): FIRST STRONG ISOLATE and its end. */
function isolated(name: string | null): string | null {
  return name === null ? null : `\u2068${name}\u2069`
}
