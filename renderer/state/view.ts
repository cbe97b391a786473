import { createContext, useContext } from 'react'
import { useStore as useZustand } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AccountId, BareJid, Peer } from '../../shared/domain/address.ts'
import type { CertificateReport } from '../../shared/domain/certificate.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import type { FileToken, StagedFile, UploadLimits } from '../../shared/domain/file.ts'
import type { Message, MessageId } from '../../shared/domain/message.ts'

/** What the list pane can show: the links of the rail. */
export const viewIds = ['chats', 'contacts', 'rooms', 'settings'] as const
export type ViewId = (typeof viewIds)[number]

/** Smallest, usual and largest width of the list, in pixels. */
export const listWidths = { least: 240, usual: 296, most: 400 } as const

/** What is on show in this window. It is the page's own: nobody else needs it, and it ends with the window. */
export interface View {
  readonly view: ViewId
  /** The open conversation's other end. */
  readonly peer: Peer | null
  /** The message that was looked for, in the open conversation. */
  readonly target: Target | null
  /** The search in the open conversation; null where it is not open. `wish` counts the wishes to type in it. */
  readonly find: { readonly wish: number } | null
  /** In Contacts: the person whose profile stands in place of the conversation. */
  readonly profile: BareJid | null
  /** The side panel. */
  readonly panel: boolean
  /** When narrow, one pane at a time. */
  readonly pane: 'list' | 'main'
  /** What is written but not sent, by `draftKey`. */
  readonly drafts: Readonly<Record<string, string>>
  readonly listWidth: number
  /** Groups that are folded in Contacts. */
  readonly folded: ReadonlySet<string>
  /** Somebody who is to be blocked, or let in again; null where nobody is. */
  readonly blockWish: { readonly address: BareJid; readonly way: 'block' | 'unblock' } | null
  /** What is to be done with a room: a dialog asks for the rest; null where nothing is. */
  readonly roomWish: RoomWish | null
  /** The participants beside a room, where there is space for them; elsewhere `panel` holds. */
  readonly people: boolean
  /** Counts the wishes to write: the composer takes the focus at each. */
  readonly composeWish: number
  /** Counts the wishes to search: the search field takes the focus at each. */
  readonly searchWish: number
  /** Files that are to be sent with the next message, by `draftKey`. */
  readonly staged: Readonly<Record<string, readonly StagedFile[]>>
  /** Files that are looked at before they are staged, by `draftKey`. */
  readonly staging: Readonly<Record<string, number>>
  /** Why files are not among those, by `draftKey`. */
  readonly stagingProblems: Readonly<Record<string, StagingProblem>>
  /** What the server takes, as was known last. */
  readonly uploadLimits: UploadLimits
  /** Counts the wishes to choose files: the composer asks for them at each. */
  readonly attachWish: number
  /** Files that were saved since the window came: their folder can be shown. */
  readonly savedFiles: ReadonlySet<MessageId>
  /** A certificate that stopped a file, and is asked about; null where there is none. */
  readonly certificateWish: CertificateWish | null
}

/** Why something was not taken into the files that are to be sent. */
export type StagingProblem =
  | { readonly type: 'failed'; readonly failure: Failure }
  /** `name` was given by the person's own computer. */
  | { readonly type: 'unreadable'; readonly name: string }
  | { readonly type: 'too-many' | 'pasted-too-large' }

export interface CertificateWish {
  readonly report: CertificateReport
  /** Of a file that was to be fetched: what the person wanted with it. Uploads are known by what stopped them. */
  readonly goOn: (() => void) | null
}

/** Something that is to be done with rooms. */
export type RoomWish =
  /** Into a room or a new one; with what is known, and what has been answered to that. */
  | { readonly kind: 'join'; readonly address?: BareJid; readonly nick?: string; readonly failure?: Failure }
  | { readonly kind: 'invite' | 'settings' | 'topic'; readonly room: BareJid }
  | { readonly kind: 'kick'; readonly room: BareJid; readonly nick: string }

/** A message to be shown among those around it. */
export interface Target {
  readonly id: MessageId
  readonly order: number
  /** Which wish it is: the same message may be looked for again. */
  readonly wish: number
  /** It takes the focus; not while the person goes on looking in the conversation. */
  readonly takesFocus: boolean
}

export const firstView: View = {
  view: 'chats',
  peer: null,
  target: null,
  find: null,
  profile: null,
  panel: false,
  pane: 'list',
  drafts: {},
  listWidth: listWidths.usual,
  folded: new Set(),
  blockWish: null,
  roomWish: null,
  people: true,
  composeWish: 0,
  searchWish: 0,
  staged: {},
  staging: {},
  stagingProblems: {},
  uploadLimits: { available: null, maxBytes: null },
  attachWish: 0,
  savedFiles: new Set(),
  certificateWish: null,
}

export function draftKey(account: AccountId, peer: Peer): string {
  return `${account} ${peer}`
}

export function showView(view: View, id: ViewId): View {
  return { ...view, view: id, pane: 'list', profile: null }
}

/** Opens a conversation and puts the cursor in its composer. Settings have no place for it: then it opens in Chats. */
export function openConversation(view: View, peer: Peer): View {
  return {
    ...view,
    view: view.view === 'settings' ? 'chats' : view.view,
    peer,
    target: null,
    find: null,
    profile: null,
    pane: 'main',
    composeWish: view.composeWish + 1,
  }
}

/** Opens a conversation at one of its messages, which takes the focus. */
export function openMessage(view: View, { peer, id, order }: Pick<Message, 'peer' | 'id' | 'order'>): View {
  const target = { id, order, wish: (view.target?.wish ?? 0) + 1, takesFocus: true }
  return { ...openConversation(view, peer), composeWish: view.composeWish, target }
}

/** Opens the search in the conversation that is on show, and asks its field to take the focus. */
export function startFind(view: View): View {
  const shown = view.view !== 'settings' && view.profile === null && view.peer !== null
  return shown ? { ...view, pane: 'main', find: { wish: (view.find?.wish ?? 0) + 1 } } : view
}

/** To a message that the search in its conversation has found: the focus stays in the search. */
export function showFound(view: View, { id, order }: Pick<Message, 'id' | 'order'>): View {
  return { ...view, target: { id, order, wish: (view.target?.wish ?? 0) + 1, takesFocus: false } }
}

/** From the message that was looked for to the end of its conversation. */
export function withoutTarget(view: View): View {
  return view.target === null ? view : { ...view, target: null }
}

export function closeConversation(view: View): View {
  return { ...view, peer: null, target: null, find: null, profile: null, pane: 'list' }
}

/** An empty draft is none. */
export function withDraft(view: View, key: string, text: string): View {
  if ((view.drafts[key] ?? '') === text) return view
  const { [key]: _old, ...others } = view.drafts
  return { ...view, drafts: text === '' ? others : { ...others, [key]: text } }
}

/** Files more to be sent, after those that are there. */
export function withStaged(view: View, key: string, files: readonly StagedFile[]): View {
  return files.length === 0
    ? view
    : { ...view, staged: { ...view.staged, [key]: [...(view.staged[key] ?? []), ...files] } }
}

/** @param tokens null: none of them is to be sent */
export function withoutStaged(view: View, key: string, tokens: readonly FileToken[] | null): View {
  const { [key]: before = [], ...others } = view.staged
  const left = tokens === null ? [] : before.filter(each => !tokens.includes(each.token))
  return { ...view, staged: left.length === 0 ? others : { ...others, [key]: left } }
}

/** So many files more, or fewer, are looked at. */
export function withStaging(view: View, key: string, step: number): View {
  return { ...view, staging: { ...view.staging, [key]: Math.max(0, (view.staging[key] ?? 0) + step) } }
}

export function withStagingProblem(view: View, key: string, problem: StagingProblem | null): View {
  const { [key]: _old, ...others } = view.stagingProblems
  return { ...view, stagingProblems: problem === null ? others : { ...others, [key]: problem } }
}

export function withListWidth(view: View, width: number): View {
  return { ...view, listWidth: Math.round(Math.min(listWidths.most, Math.max(listWidths.least, width))) }
}

export function withFolded(view: View, group: string, folded: boolean): View {
  const next = new Set(view.folded)
  if (folded) next.add(group)
  else next.delete(group)
  return { ...view, folded: next }
}

export type ViewStore = StoreApi<View>

export function createView(start: View = firstView): ViewStore {
  return createStore<View>(() => start)
}

export const ViewContext = createContext<ViewStore | null>(null)

export function useViewApi(): ViewStore {
  const store = useContext(ViewContext)
  if (store === null) throw new Error('There is no view above this component')
  return store
}

export function useView<Value>(select: (view: View) => Value): Value {
  return useZustand(useViewApi(), select)
}
