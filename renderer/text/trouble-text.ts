import { assertNever } from '../../shared/assert-never.ts'
import type { StorageCondition } from '../../shared/domain/failure.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import type { TextKey } from '../../shared/lang/catalogue.ts'
import type { Text } from './text.tsx'

export interface TroubleText {
  /** What happened. No full stop: it stands as a title. */
  readonly title: string
  /** What became of it, and what to do. */
  readonly sentences: readonly string[]
}

const refusals: Readonly<
  Record<StorageCondition, readonly [TextKey & `trouble.${string}`, TextKey & `trouble.${string}`]>
> = {
  'disk-full': ['trouble.disk-full', 'trouble.disk-full-hint'],
  'read-only': ['trouble.read-only', 'trouble.read-only-hint'],
  'in-use': ['trouble.in-use', 'trouble.in-use-hint'],
  damaged: ['trouble.damaged', 'trouble.damaged-hint'],
  'newer-version': ['trouble.damaged', 'trouble.storage-newer-version'],
}

/**
 * The words for what the person is to know.
 * @param text From `useText()`.
 */
export function troubleText({ t, number }: Pick<Text, 't' | 'number'>, trouble: Trouble): TroubleText {
  // Each takes of the values what it names.
  const say = t as (key: TextKey, values?: Readonly<Record<string, string | number>>) => string
  const counted = (count: number) => ({ count, number: number(count) })
  switch (trouble.type) {
    case 'archive-damaged': {
      const { kept, lost } = trouble
      const lostWords =
        lost.messages > 0 ? say('trouble.archive-lost', counted(lost.messages)) : say('trouble.archive-nothing-lost')
      return {
        title: say('trouble.archive-damaged'),
        sentences: [say('trouble.archive-kept', counted(kept.messages)), lostWords, say('trouble.file-kept')],
      }
    }
    case 'settings-damaged': {
      const { used } = trouble
      const became = used === 'backup' ? 'trouble.settings-damaged-backup' : 'trouble.settings-damaged-partly'
      return {
        title: say('trouble.settings-damaged'),
        sentences: [say(became), say('trouble.file-kept')],
      }
    }
    case 'storage-refused': {
      const [title, hint] = refusals[trouble.condition]
      return { title: say(title), sentences: [say(hint)] }
    }
    case 'window-reloaded':
      return { title: say('trouble.window-reloaded'), sentences: [say('trouble.window-reloaded-hint')] }
    default:
      return assertNever(trouble)
  }
}
