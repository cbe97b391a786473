import type { AccountId, Peer } from '../../shared/domain/address.ts'
import { longestDraft } from '../../shared/ipc/conversation.ts'
import type { AccountState } from '../state/state.ts'
import { draftKey, firstView, type View, type ViewStore } from '../state/view.ts'

/** Milliseconds without a keystroke after which a draft is kept, and after which it is kept in any case. */
const pause = 300
const longestPause = 1000
/** Milliseconds after which what could not be kept is tried again. */
const again = 5000

/** Where what is on show is kept: the main process. */
export interface Keeper {
  setDraft(peer: Peer, text: string): Promise<void>
  setOpen(peer: Peer | null): Promise<void>
}

/** What the window begins with: the drafts, and the conversation that was open when there was a window last. */
export function keptView(account: AccountState): View {
  const { open, conversations } = account
  const id = account.account.id
  const begun = Object.values(conversations).filter(each => each.draft !== '')
  return {
    ...firstView,
    drafts: Object.fromEntries(begun.map(each => [draftKey(id, each.peer), each.draft])),
    ...(open !== null && { peer: open, pane: 'main' }),
  }
}

/**
 * Keeps drafts and the open conversation from now on. It only writes: while there is a page nobody else does, so that no
 * older value can come back over what is being typed.
 * @returns ends it; what is not kept yet is
 */
export function keepView(options: {
  readonly views: ViewStore
  readonly account: AccountId
  readonly keeper: Keeper
  /** Tells when the page may end, or its person look away. */
  readonly window: Pick<Window, 'addEventListener' | 'removeEventListener'>
}): () => void {
  const { views, account, keeper } = options
  /** What the main process has; null where that is not known. */
  const kept = new Map<Peer, string | null>(drafts(views.getState(), account))
  let open = views.getState().peer
  let ended = false
  let timer: ReturnType<typeof setTimeout> | null = null
  let since = 0

  function schedule(milliseconds: number): void {
    if (timer === null) since = Date.now()
    else clearTimeout(timer)
    timer = setTimeout(flush, Math.min(milliseconds, Math.max(0, since + longestPause - Date.now())))
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const now = drafts(views.getState(), account)
    for (const peer of new Set([...now.keys(), ...kept.keys()])) {
      const text = now.get(peer) ?? ''
      if ((kept.get(peer) === undefined ? '' : kept.get(peer)) !== text) keep(peer, text)
    }
  }

  function keep(peer: Peer, text: string): void {
    kept.set(peer, text)
    keeper.setDraft(peer, text).catch(() => {
      if (ended || kept.get(peer) !== text) return
      // The disk refuses, which the window says by itself.
      kept.set(peer, null)
      timer ??= setTimeout(flush, again)
    })
  }

  const unsubscribe = views.subscribe((view, before) => {
    if (view.drafts !== before.drafts) schedule(pause)
    if (view.peer !== before.peer) flush()
    if (view.peer === open) return
    open = view.peer
    keeper.setOpen(open).catch(() => {
      // It opens with another one then.
    })
  })
  const ends = ['blur', 'pagehide', 'beforeunload'] as const
  for (const end of ends) options.window.addEventListener(end, flush)

  return () => {
    ended = true
    unsubscribe()
    for (const end of ends) options.window.removeEventListener(end, flush)
    flush()
  }
}

function drafts(view: View, account: AccountId): ReadonlyMap<Peer, string> {
  const start = draftKey(account, '' as Peer)
  return new Map(
    Object.entries(view.drafts)
      .filter(([key]) => key.startsWith(start))
      .map(([key, text]) => [key.slice(start.length) as Peer, text.slice(0, longestDraft)]),
  )
}
