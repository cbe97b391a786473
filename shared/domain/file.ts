import type { AccountId, Peer } from './address.ts'
import type { Failure } from './failure.ts'
import type { MessageId } from './message.ts'

declare const fileToken: unique symbol
declare const fileCopy: unique symbol
declare const transferId: unique symbol

/** Stands for a file that the person chose, dropped or pasted: the page never names a path. Holds until the program ends. */
export type FileToken = string & { readonly [fileToken]: true }

/** The name of our own copy of a file, made at random: never a path. */
export type FileCopy = string & { readonly [fileCopy]: true }

export type TransferId = string & { readonly [transferId]: true }

/** Hosts under `centella-media:` that serve pictures: `centella-media://file/<FileCopy>`, `centella-media://staged/<FileToken>`. */
export const fileHost = 'file'
export const stagedHost = 'staged'

/**
 * What a file is: told by its content where that is here, else by the ending of its name, never by its sender.
 *
 * Which `picture` can be shown in place says `isShown`. A `program` runs, or can carry what runs (scripts, installers,
 * links, HTML, SVG, documents with macros): it is only ever saved, never opened.
 */
export const fileKinds = [
  'picture',
  'audio',
  'video',
  'pdf',
  'text',
  'document',
  'archive',
  'program',
  'other',
] as const
export type FileKind = (typeof fileKinds)[number]

/** Whether it is shown in place: a picture that is here, of a type and size that is shown. */
export function isShown({ kind, copy, width }: Pick<SharedFile, 'kind' | 'copy' | 'width'>): boolean {
  return kind === 'picture' && copy !== null && width !== null
}

/** Whether the system may be asked to open it. */
export function mayOpen({ kind }: Pick<SharedFile, 'kind'>): boolean {
  return kind !== 'program'
}

/** What is known of any file. The name is safe to be shown and to be saved under: no path, no control characters. */
export interface FileFacts {
  readonly name: string
  readonly kind: FileKind
  readonly mediaType: string | null
  /** Pixels of a picture that can be shown; null for any other, and where nobody has looked. */
  readonly width: number | null
  readonly height: number | null
}

/** A file that is a message: the body is the address that it can be had from. */
export interface SharedFile extends FileFacts {
  /** Bytes; null while nobody knows. */
  readonly size: number | null
  /** Whose server it lies on, for the person to see. */
  readonly host: string
  /** It is here; a `picture` is shown from it. Null: it is yet to be fetched. */
  readonly copy: FileCopy | null
}

/** A file that the person is about to send. */
export interface StagedFile extends FileFacts {
  readonly token: FileToken
  /** Bytes. */
  readonly size: number
}

/** Files that are to be sent with the next message of a conversation. */
export interface HeldFiles {
  readonly peer: Peer
  readonly files: readonly StagedFile[]
}

export type TransferPhase =
  /** Behind others to the same, or there is no connection; it begins by itself. */
  | { readonly type: 'waiting' }
  /** Bytes that were sent. */
  | { readonly type: 'uploading'; readonly sent: number }
  /** `transfer.retry` begins it anew. `transfer-interrupted`: the program ended meanwhile. */
  | { readonly type: 'failed'; readonly failure: Failure }

/** A file on its way to the server. When it is there it goes, and a message takes its place. Kept on disk. */
export interface Transfer extends FileFacts {
  readonly account: AccountId
  readonly id: TransferId
  readonly peer: Peer
  readonly size: number
  /** Goes as a message of its own, behind the file; empty: none. */
  readonly caption: string
  /** When it was sent: milliseconds since 1970; they are shown in this order. */
  readonly time: number
  readonly phase: TransferPhase
}

/** A file of a message that is being fetched, or could not be. When it is here the message says so, and this goes. */
export interface Download {
  readonly message: MessageId
  readonly phase: /** Bytes; the size is null where the server does not say. */
    | { readonly type: 'downloading'; readonly received: number; readonly size: number | null }
    | { readonly type: 'failed'; readonly failure: Failure }
}

/** What the server takes. */
export interface UploadLimits {
  /** Null: not known, while there is no connection. */
  readonly available: boolean | null
  /** Bytes of one file; null where the server does not say. */
  readonly maxBytes: number | null
}

/** Bytes that can be handed over by paste, where there is no file on the disk. */
export const mostPastedBytes = 25 * 1024 * 1024
/** Files that can be sent at once. */
export const mostFiles = 50
/** Bytes of a picture that is fetched by itself. */
export const mostAutomaticBytes = 5 * 1024 * 1024
/** Bytes of a file that is fetched by a click. */
export const mostDownloadBytes = 512 * 1024 * 1024
