import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { type FileToken, type HeldFiles, mostFiles, type StagedFile } from '../../../shared/domain/file.ts'
import { safeName } from '../../stanza/file/safe-name.ts'
import type { Clock } from '../ports/index.ts'
import type { FileFolder } from './folder.ts'
import { lookAt, type SeenFile } from './look.ts'

export interface Staged extends SeenFile {
  readonly path: string
  /** Our own copy of what was pasted. */
  readonly isOwned: boolean
}

/** Files that the person has chosen, dropped or pasted: the page has tokens for them, and only here are their paths. */
export interface Staging {
  /** @throws AppError `file-unreadable` */
  ofPaths(paths: readonly string[]): Promise<readonly StagedFile[]>
  ofBytes(name: string | null, bytes: Uint8Array): Promise<StagedFile>
  /** @throws AppError `file-unreadable` for a token that stands for nothing (any more) */
  find(token: FileToken): Staged
  /** They stand ready in a conversation, in this order; none: nothing does any more. */
  hold(account: AccountId, peer: Peer, tokens: readonly FileToken[]): void
  /** What stands ready there, of what is still staged. */
  held(account: AccountId): readonly HeldFiles[]
  /** They are sent: what was pasted belongs to the transfer now. */
  release(tokens: readonly FileToken[]): void
  /** They are not to be sent. */
  discard(tokens: readonly FileToken[]): Promise<void>
}

/** Staged and forgotten by a page: the oldest go. */
const mostStaged = 500

export function createStaging(options: { readonly folder: FileFolder; readonly clock: Clock }): Staging {
  const { folder, clock } = options
  const staged = new Map<FileToken, Staged>()
  const ready = new Map<AccountId, Map<Peer, readonly FileToken[]>>()

  function add(each: Staged): StagedFile {
    const token = randomBytes(16).toString('hex') as FileToken
    staged.set(token, each)
    for (const old of [...staged.keys()].slice(0, Math.max(0, staged.size - mostStaged))) staged.delete(old)
    return shown(token, each)
  }

  return {
    async ofPaths(paths) {
      const wanted = paths.filter(path => path !== '').slice(0, mostFiles)
      const seen = await Promise.all(
        wanted.map(async path => ({ ...(await lookAt(path, basename(path))), path, isOwned: false })),
      )
      return seen.map(add)
    },
    async ofBytes(name, bytes) {
      const path = folder.path(await folder.write(bytes))
      const seen = await lookAt(path, name === null ? 'file' : safeName(name))
      const ending = endings[seen.facts.mediaType ?? ''] ?? ''
      const called = name === null ? { ...seen.facts, name: `${nameByTime(clock.now())}${ending}` } : seen.facts
      return add({ ...seen, facts: called, path, isOwned: true })
    },
    find(token) {
      const found = staged.get(token)
      if (found === undefined) throw new AppError('file-unreadable', 'a token for no file')
      return found
    },
    hold(account, peer, tokens) {
      const there = ready.get(account) ?? new Map<Peer, readonly FileToken[]>()
      if (tokens.length === 0) there.delete(peer)
      else there.set(peer, tokens)
      ready.set(account, there)
    },
    held(account) {
      const all = [...(ready.get(account) ?? [])].map(([peer, tokens]) => ({
        peer,
        files: tokens.flatMap(token => {
          const each = staged.get(token)
          return each === undefined ? [] : [shown(token, each)]
        }),
      }))
      return all.filter(({ files }) => files.length > 0)
    },
    release(tokens) {
      for (const token of tokens) staged.delete(token)
    },
    async discard(tokens) {
      for (const token of tokens) {
        const found = staged.get(token)
        staged.delete(token)
        if (found?.isOwned === true) await folder.remove(basename(found.path))
      }
    },
  }
}

function shown(token: FileToken, { facts, size }: SeenFile): StagedFile {
  return { ...facts, token, size }
}

const endings: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
  'text/plain': '.txt',
}

/** `2026-11-21 14.03.07`, by the clock of the room. */
function nameByTime(now: number): string {
  const local = new Date(now - new Date(now).getTimezoneOffset() * 60_000).toISOString()
  return `${local.slice(0, 10)} ${local.slice(11, 19).replaceAll(':', '.')}`
}
