import type { Failure } from '../../../shared/domain/failure.ts'
import { type FileToken, mostFiles, mostPastedBytes, type StagedFile } from '../../../shared/domain/file.ts'
import { longestName } from '../../../shared/ipc/file.ts'
import {
  type StagingProblem,
  type View,
  type ViewStore,
  withoutStaged,
  withStaged,
  withStaging,
  withStagingProblem,
} from '../../state/view.ts'

/** What the main process does with files. Each rejects with something that `failureOf` understands. */
export interface FileDoor {
  choose(): Promise<readonly StagedFile[]>
  /** By its path on the disk; none where it has none. */
  ofFile(file: File): Promise<readonly StagedFile[]>
  ofBytes(name: string | null, bytes: Uint8Array): Promise<StagedFile>
  unstage(tokens: readonly FileToken[]): void
  failureOf(error: unknown): Failure
}

/** Takes files in that are to be sent with the next message of a conversation. */
export interface Staging {
  /** Asks the person for them. */
  choose(): Promise<void>
  /** Dropped or pasted ones, in their order. */
  take(files: readonly File[]): Promise<void>
  remove(token: FileToken): void
}

/** @param key of the conversation: `draftKey` */
export function createStaging(options: {
  readonly views: Pick<ViewStore, 'getState' | 'setState'>
  readonly key: string
  readonly door: FileDoor
}): Staging {
  const { views, key, door } = options
  const say = (problem: StagingProblem | null) => views.setState(view => withStagingProblem(view, key, problem))
  const space = ({ staged, staging }: View) => mostFiles - (staged[key]?.length ?? 0) - (staging[key] ?? 0)

  /** Says so where the server takes none: before anything is read. */
  function mayTake(): boolean {
    const refused = views.getState().uploadLimits.available === false
    say(refused ? { type: 'failed', failure: { code: 'no-upload-service', details: {} } } : null)
    return !refused
  }

  async function stage(file: File): Promise<readonly StagedFile[]> {
    const known = await door.ofFile(file)
    if (known.length > 0) return known
    if (file.size > mostPastedBytes) {
      say({ type: 'pasted-too-large' })
      return []
    }
    const bytes = new Uint8Array(await file.arrayBuffer())
    // The end of a name says what it is.
    return [await door.ofBytes(isCopiedPicture(file) ? null : file.name.slice(-longestName), bytes)]
  }

  return {
    async choose() {
      if (!mayTake()) return
      try {
        const chosen = await door.choose()
        const left = space(views.getState())
        views.setState(view => withStaged(view, key, chosen.slice(0, left)))
        if (chosen.length <= left) return
        door.unstage(chosen.slice(left).map(each => each.token))
        say({ type: 'too-many' })
      } catch (error) {
        say({ type: 'failed', failure: door.failureOf(error) })
      }
    },
    async take(files) {
      if (files.length === 0 || !mayTake()) return
      const wanted = files.slice(0, Math.max(0, space(views.getState())))
      if (wanted.length < files.length) say({ type: 'too-many' })
      views.setState(view => withStaging(view, key, wanted.length))
      for (const file of wanted) {
        let staged: readonly StagedFile[] = []
        try {
          staged = await stage(file)
        } catch (error) {
          const failure = door.failureOf(error)
          // The page cannot read what is no file: it says so in words of its own.
          const isUnreadable = failure.code === 'file-unreadable' || failure.code === 'internal'
          say(isUnreadable ? { type: 'unreadable', name: file.name } : { type: 'failed', failure })
        }
        views.setState(view => withStaging(withStaged(view, key, staged), key, -1))
      }
    },
    remove(token) {
      views.setState(view => withStagingProblem(withoutStaged(view, key, [token]), key, null))
      door.unstage([token])
    },
  }
}

/**
 * What of a paste are files; none where its text is meant: programs for texts and tables copy a picture of it, too.
 * A picture that was copied comes as `image.png`.
 */
export function pastedFiles(data: Pick<DataTransfer, 'files' | 'getData'>): readonly File[] {
  const files = [...data.files]
  const isPictureOfText = data.getData('text/plain') !== '' && files.every(isCopiedPicture)
  return isPictureOfText ? [] : files
}

function isCopiedPicture({ name, type }: File): boolean {
  return name === 'image.png' && type === 'image/png'
}

/** Those that the server does not take. */
export function tooLarge(files: readonly StagedFile[], maxBytes: number | null): readonly StagedFile[] {
  return maxBytes === null ? [] : files.filter(each => each.size > maxBytes)
}
