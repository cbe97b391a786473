import { randomUUID } from 'node:crypto'
import type { Peer } from '../../e2e/servers/slixmpp.ts'
import type { Core } from '../core/create-core.ts'
import { bodyOf } from '../stanza/body.ts'
import { parseElement } from '../stanza/element.ts'
import { bareOf, prepareJid } from '../stanza/jid.ts'
import { parseResultSet } from '../stanza/result-set.ts'
import type { RunningCore } from './running-core.ts'

/** What a message of a conversation comes down to: who wrote it, and what. */
export type Line = readonly ['in' | 'out', string]

/**
 * The conversation as the server's archive has it, read by slixmpp in the place of another device: what has a body, oldest
 * first. What our own program makes of the archive is compared with this.
 */
export async function readServerArchive(device: Peer, peer: string): Promise<readonly Line[]> {
  const lines: Line[] = []
  const account = bareOf(prepareJid(device.jid))
  const reading = randomUUID()
  let after: string | null = ''
  for (let page = 0; after !== null; page++) {
    const from = after === '' ? '' : `<after>${after}</after>`
    const fin = await device.ask({
      type: 'set',
      payload: `<query xmlns="urn:xmpp:mam:2" queryid="${reading}${page}"><x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE" type="hidden"><value>urn:xmpp:mam:2</value></field><field var="with"><value>${peer}</value></field></x><set xmlns="http://jabber.org/protocol/rsm"><max>50</max>${from}</set></query>`,
    })
    for (const text of device.stanzas.filter(stanza => stanza.includes(`queryid="${reading}${page}"`))) {
      const message = parseElement(text)
        .getChild('result', 'urn:xmpp:mam:2')
        ?.getChild('forwarded', 'urn:xmpp:forward:0')
        ?.getChild('message')
      const body = message === undefined ? '' : bodyOf(message)
      const isOurs = bareOf(prepareJid(message?.attrs.from ?? account)) === account
      if (body !== '') lines.push([isOurs ? 'out' : 'in', body])
    }
    const end = fin === null ? undefined : parseElement(fin).getChild('fin', 'urn:xmpp:mam:2')
    if (end === undefined) throw new Error(`The archive says: ${fin}`)
    after = end.attrs.complete === 'true' ? null : parseResultSet(end).last
  }
  return lines
}

/** The conversation as the window would show it after scrolling up to its beginning. */
export async function readConversation(core: Core, account: string, peer: string): Promise<readonly Line[]> {
  const opened = await core.commands['conversation.open']({ account, peer } as never)
  let { messages, hasMore } = opened.page
  while (hasMore) {
    const before = messages[0]?.order ?? Number.MAX_SAFE_INTEGER
    const older = await core.commands['message.page']({ account, peer, before, limit: 200 } as never)
    messages = [...older.messages, ...messages]
    hasMore = older.hasMore
  }
  return messages.map(({ direction, body }) => [direction, body])
}

/** Resolves when `isSo` is; asked again after each change. Rejects with what it says last. */
export async function eventually(
  core: Pick<RunningCore, 'core'>,
  check: () => Promise<void>,
  milliseconds = 60_000,
): Promise<void> {
  const until = Date.now() + milliseconds
  for (;;) {
    const { promise: changed, resolve } = Promise.withResolvers<void>()
    const end = core.core.onChanges(() => resolve())
    const limit = setTimeout(resolve, Math.max(0, until - Date.now()))
    try {
      return await check()
    } catch (error) {
      if (Date.now() >= until) throw error
      await changed
    } finally {
      clearTimeout(limit)
      end()
    }
  }
}
