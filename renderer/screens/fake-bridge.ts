import type { BareJid, Peer } from '../../shared/domain/address.ts'
import { AppError, toFailure } from '../../shared/domain/failure.ts'
import type { DeliveryStep, Message, MessageState } from '../../shared/domain/message.ts'
import { troubleKey } from '../../shared/domain/trouble.ts'
import type { RememberedAccount } from '../../shared/ipc/account.ts'
import type { Answer, Bridge } from '../../shared/ipc/bridge.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { CommandHandlers, CommandName, Payload, Result } from '../../shared/ipc/index.ts'
import { fileAnswers, stagedFiles } from './files.ts'
import { middlePage, searchDirectory, searchMessages } from './findings.ts'
import { address, factsIn, ricky } from './people.ts'
import { roomAnswers } from './rooms.ts'
import type { World } from './worlds.ts'
import { xmlEntries } from './xml-entries.ts'

/** Messages of the page that opening a conversation answers. */
const firstPage = 60

/** A step a second, as far as the message has come. */
function stepsTo(state: MessageState | null, time: number): readonly DeliveryStep[] {
  const way = ['queued', 'sent', 'stored', 'delivered', 'displayed'] as const
  if (state === 'failed')
    return [
      { state: 'queued', time: time + 7000 },
      { state, time: time + 37_000 },
    ]
  const come = way.findIndex(each => each === state)
  return way.map((each, at) => ({ state: each, time: at > come ? null : time + 7000 + 400 * at }))
}

export interface FakeBridge extends Bridge {
  /** As if the main process had sent it. */
  send(...changes: readonly Change[]): void
  /** What the page has asked for, in its order. */
  readonly calls: readonly { readonly name: CommandName; readonly payload: unknown }[]
}

/** A main process that only knows a world: it answers from it, and what would act does nothing. */
export function createFakeBridge({ snapshot, talks, uploadLimits }: World): FakeBridge {
  const listeners = new Set<(changes: readonly Change[]) => void>()
  const send = (...changes: readonly Change[]) => {
    for (const listener of listeners) listener(changes)
  }
  const calls: { name: CommandName; payload: unknown }[] = []
  const nothing = () => undefined
  const page = (peer: Peer, before: number, limit: number) => {
    const older = (talks.get(peer)?.messages ?? []).filter(message => message.order < before)
    return { messages: older.slice(-limit), hasMore: older.length > limit }
  }
  const conversationOf = (peer: Peer) =>
    talks.get(peer)?.conversation ?? {
      account: ricky,
      peer,
      kind: 'person',
      lastMessage: null,
      unread: 0,
      mentioned: false,
      readUpTo: 0,
      draft: '',
    }

  const stepsOf = (message: Message | undefined): readonly DeliveryStep[] =>
    message === undefined ? [] : stepsTo(message.state, message.time)

  const handlers: CommandHandlers = {
    'program.snapshot': () => snapshot,
    'program.openLink': nothing,
    'program.copyText': nothing,
    'program.dismissTrouble': ({ key }) =>
      send({ type: 'troubles.changed', troubles: snapshot.troubles.filter(each => troubleKey(each) !== key) }),
    'program.showDamagedFile': nothing,
    'program.quit': nothing,
    'settings.change': settings => send({ type: 'settings.changed', settings: { ...snapshot.settings, ...settings } }),
    'account.recall': (): RememberedAccount | null => {
      const account = snapshot.accounts[0]?.account
      return account === undefined ? null : { account, hasPassword: true }
    },
    'account.signIn': () => ricky,
    'account.cancelSignIn': nothing,
    'account.signOut': nothing,
    'account.allowPasswordInClear': nothing,
    'account.trustCertificate': nothing,
    'account.forgetCertificate': nothing,
    'account.followDomain': () => ricky,
    'account.retryNow': nothing,
    'presence.set': nothing,
    'profile.open': ({ address: of }) => ({
      facts: of === address('Ana') ? factsIn(snapshot.program.systemLanguage) : null,
      failure: null,
    }),
    'profile.setOwn': nothing,
    'contact.add': ({ address }) => address.trim().toLowerCase() as BareJid,
    'contact.change': nothing,
    'contact.remove': nothing,
    'contact.ask': () => {
      throw new Error('Nobody is asked in a picture')
    },
    'contact.withdraw': nothing,
    'request.accept': nothing,
    'request.decline': nothing,
    'blocking.block': ({ address }) => address.trim().toLowerCase() as BareJid,
    'blocking.unblock': nothing,
    'conversation.resolve': ({ address }) => address.trim().toLowerCase() as BareJid,
    'conversation.open': ({ peer }) => ({
      conversation: conversationOf(peer),
      page: page(peer, Number.POSITIVE_INFINITY, firstPage),
    }),
    // The line of new messages stays for the picture.
    'conversation.markRead': nothing,
    'conversation.setDraft': nothing,
    'conversation.setTyping': nothing,
    'conversation.setOpen': nothing,
    'conversation.setInView': nothing,
    'archive.fill': nothing,
    'message.send': () => {
      throw new Error('Nothing is sent in a picture')
    },
    'message.page': ({ peer, before, limit }) => page(peer, before, limit),
    'message.pageAround': ({ peer, order, limit }) =>
      middlePage(talks.get(peer)?.messages ?? [], order, limit / 2, limit / 2),
    'message.pageAfter': ({ peer, after, limit }) => middlePage(talks.get(peer)?.messages ?? [], after + 1, 0, limit),
    'message.search': query => searchMessages(talks, query),
    'search.directory': ({ text }) => searchDirectory(text),
    'message.delivery': ({ id }) =>
      stepsOf([...talks.values()].flatMap(talk => talk.messages).find(each => each.id === id)),
    'message.retry': nothing,
    'message.delete': nothing,
    ...roomAnswers(snapshot.program.systemLanguage, (snapshot.accounts[0]?.rooms.length ?? 0) > 0),
    'xmlConsole.open': () => xmlEntries,
    'xmlConsole.close': nothing,
    'xmlConsole.clear': () => xmlEntries.length,
    'xmlConsole.save': () => true,
    ...fileAnswers(snapshot.program.systemLanguage, uploadLimits),
  }

  return {
    send,
    calls,
    filesOf: async files => ({ ok: true, value: stagedFiles(files) }),
    onChanges: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    call: async <Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Answer<Result<Name>>> => {
      calls.push({ name, payload })
      try {
        const handler = handlers[name] as (payload: Payload<Name>) => Result<Name> | Promise<Result<Name>>
        return { ok: true, value: await handler(payload) }
      } catch (error) {
        if (error instanceof AppError) return { ok: false, failure: toFailure(error) }
        return { ok: false, failure: { code: 'internal', details: { text: String(error) } } }
      }
    },
  }
}
