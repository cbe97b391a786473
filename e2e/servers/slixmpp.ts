/** A client by other hands at the other end of a conversation: slixmpp (Debian's package `python3-slixmpp`). */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { escapeXml } from './client-xml.ts'

export interface PeerOptions {
  /** `bob@mired.org`, or with a resource. */
  readonly jid: string
  readonly password: string
  readonly host: string
  readonly port: number
  /** The authority's file; null for a connection without TLS. */
  readonly authority: string | null
  readonly directTls?: boolean
  /** The authority's file for HTTPS, or a certificate that is to be taken; the computer's when left out. */
  readonly webAuthority?: string
  /** Further plugins of slixmpp, such as `xep_0184`. */
  readonly plugins?: readonly string[]
  /** Initial presence is sent after sign-in; true. */
  readonly available?: boolean
}

export interface Peer extends AsyncDisposable {
  /** The full address that it was given. */
  readonly jid: string
  /** All stanzas that have arrived, as text. */
  readonly stanzas: readonly string[]
  /** The first stanza not yet taken for which `wanted` holds; rejects with what there is after `limit` ms (30,000). */
  readonly next: (wanted: (xml: string) => boolean, limit?: number) => Promise<string>
  /** Sends a chat message; resolves with its id. */
  readonly send: (
    to: string,
    body: string,
    options?: { readonly id?: string; readonly type?: string },
  ) => Promise<string>
  readonly presence: (options?: PeerPresence) => Promise<void>
  /** Asks and resolves with the answer, a result or an error, as text; null when there is none within 10 s. */
  readonly ask: (request: PeerRequest) => Promise<string | null>
  readonly raw: (xml: string) => Promise<void>
  /** Calls a method of one of its plugins, by slixmpp's names; resolves with what comes out, as text. */
  readonly plugin: (
    plugin: string,
    method: string,
    arguments_: Readonly<Record<string, unknown>>,
  ) => Promise<string | null>
  /** Fetches the form of a room, changes what is given (by their names without `muc#roomconfig_`) and hands it in (needs `xep_0045`). */
  readonly configureRoom: (room: string, values: Readonly<Record<string, string | boolean>>) => Promise<void>
  /** Sets its picture as slixmpp does (needs `xep_0153`), and says so in its presence. */
  readonly setAvatar: (picture: Uint8Array, type: string) => Promise<void>
  /** Puts a file on its server and sends the address, as body and beside it (needs `xep_0363` and `xep_0066`). */
  readonly share: (
    to: string,
    file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
    kind?: 'chat' | 'groupchat',
  ) => Promise<string>
  /** Fetches what lies at an address of its server. */
  readonly fetch: (url: string) => Promise<{ readonly status: number; readonly size: number; readonly sha256: string }>
  /** Somebody's vCard as slixmpp reads it (needs `xep_0054`). */
  readonly vcard: (of: string) => Promise<{ readonly fullName: string; readonly photo: Buffer }>
  /** Its account's bookmarks in private storage (needs `xep_0048`). */
  readonly bookmarks: () => Promise<readonly PeerBookmark[]>
}

/** A room in the list of XEP-0048, as slixmpp reads it. */
export interface PeerBookmark {
  readonly address: string
  readonly name: string
  readonly nick: string
  readonly autojoin: boolean
}

export interface PeerPresence {
  readonly to?: string
  readonly type?: 'unavailable' | 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed'
  readonly show?: 'away' | 'chat' | 'dnd' | 'xa'
  readonly status?: string
  readonly priority?: number
}

export interface PeerRequest {
  readonly to?: string
  readonly type?: 'get' | 'set'
  /** XML, such as `<ping xmlns='urn:xmpp:ping'/>`. */
  readonly payload: string
}

type Report =
  | { readonly event: 'online'; readonly jid: string }
  | { readonly event: 'failed'; readonly reason: string }
  | { readonly event: 'disconnected' }
  | { readonly event: 'stanza'; readonly xml: string }
  | { readonly event?: undefined; readonly id: string; readonly result?: string | null; readonly error?: string }

/** Signs in and resolves when that is done; rejects with the reason when it fails. */
export async function startPeer(options: PeerOptions): Promise<Peer> {
  // Debian's own Python, which has Debian's packages; another one may come first on the path.
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'peer.py')], { stdio: ['pipe', 'pipe', 'pipe'] })
  const stanzas: string[] = []
  const untaken: string[] = []
  const arrivals = new EventTarget()
  const answers = new Map<string, { resolve: (result: string | null) => void; reject: (error: Error) => void }>()
  const online = Promise.withResolvers<string>()
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  let complaints = ''
  child.stderr.on('data', chunk => {
    complaints += String(chunk)
  })
  child.stdin.on('error', () => undefined)
  const fail = (reason: string) => {
    online.reject(new Error(`peer ${options.jid}: ${reason}\n${complaints}`))
    for (const one of answers.values()) one.reject(new Error(`peer ${options.jid}: ${reason}\n${complaints}`))
  }
  child.once('error', error => fail(error.message))
  void ended.then(() => fail('has ended'))

  createInterface({ input: child.stdout }).on('line', line => {
    const report = JSON.parse(line) as Report
    if (report.event === 'online') online.resolve(report.jid)
    else if (report.event === 'failed') fail(report.reason)
    else if (report.event === 'stanza') {
      stanzas.push(report.xml)
      untaken.push(report.xml)
      arrivals.dispatchEvent(new Event('stanza'))
    } else if (report.event === undefined) {
      const waiting = answers.get(report.id)
      answers.delete(report.id)
      if (report.error === undefined) waiting?.resolve(report.result ?? null)
      else waiting?.reject(new Error(report.error))
    }
  })

  const write = (line: object) => void child.stdin.write(`${JSON.stringify(line)}\n`)
  const order = (what: object) =>
    new Promise<string | null>((resolve, reject) => {
      const id = randomUUID()
      answers.set(id, { resolve, reject })
      write({ id, ...what })
    })
  const raw = (xml: string) => order({ do: 'raw', xml }).then(() => undefined)

  write(options)
  const jid = await online.promise.catch(async error => {
    await end(child, ended)
    throw error
  })
  const peer: Peer = {
    ...{ jid, stanzas, raw },
    next: (wanted, limit = 30_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const index = untaken.findIndex(wanted)
          if (index === -1) return
          clearTimeout(patience)
          arrivals.removeEventListener('stanza', look)
          resolve(untaken.splice(index, 1)[0] ?? '')
        }
        const patience = setTimeout(() => {
          arrivals.removeEventListener('stanza', look)
          reject(new Error(`peer ${jid}: no such stanza in ${limit} ms, only:\n${stanzas.join('\n')}`))
        }, limit)
        arrivals.addEventListener('stanza', look)
        look()
      }),
    send: async (to, body, { id = randomUUID(), type = 'chat' } = {}) => {
      await raw(`<message to='${escapeXml(to)}' type='${type}' id='${id}'><body>${escapeXml(body)}</body></message>`)
      return id
    },
    presence: ({ to, type, show, status, priority } = {}) => {
      const attributes = [to && ` to='${escapeXml(to)}'`, type && ` type='${type}'`].filter(Boolean).join('')
      const children = [
        show && `<show>${show}</show>`,
        status && `<status>${escapeXml(status)}</status>`,
        priority !== undefined && `<priority>${priority}</priority>`,
      ]
      return raw(`<presence${attributes}>${children.filter(Boolean).join('')}</presence>`)
    },
    ask: ({ to, type = 'get', payload }) => order({ do: 'iq', type, payload, ...(to === undefined ? {} : { to }) }),
    plugin: (plugin, method, arguments_) => order({ do: 'plugin', plugin, method, arguments: arguments_ }),
    configureRoom: async (room, values) => {
      await order({ do: 'configureRoom', room, values })
    },
    setAvatar: async (picture, type) => {
      await order({ do: 'setAvatar', data: Buffer.from(picture).toString('base64'), type })
    },
    share: async (to, { name, type, bytes }, kind = 'chat') => {
      const data = Buffer.from(bytes).toString('base64')
      return (await order({ do: 'share', to, name, type, data, kind })) ?? ''
    },
    fetch: async url => JSON.parse((await order({ do: 'fetch', url })) ?? '{}'),
    vcard: async of => {
      const read = JSON.parse((await order({ do: 'vcard', of })) ?? '{}') as { fullName: string; photo: string }
      return { fullName: read.fullName, photo: Buffer.from(read.photo, 'base64') }
    },
    bookmarks: async () => JSON.parse((await order({ do: 'bookmarks' })) ?? '[]') as readonly PeerBookmark[],
    [Symbol.asyncDispose]: async () => {
      await order({ do: 'end' }).catch(() => undefined)
      await end(child, ended)
    },
  }
  if (options.available !== false) await peer.presence()
  return peer
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.stdin?.end()
  const patience = setTimeout(() => child.kill('SIGKILL'), 3000)
  await ended
  clearTimeout(patience)
}
