/** `kill -9` between "the person pressed Enter" and "acknowledged": after the restart the message is there once. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Peer, startEjabberd, startPeer, startProsody, startProxy } from '../../e2e/servers/index.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import { temporaryFolder } from '../testing/ports.ts'
import { startCore } from '../testing/running-core.ts'

const ana = 'ana@mired.org' as AccountId
const bob = 'bob@mired.org' as BareJid
const program = fileURLToPath(new URL('../testing/killed-core.ts', import.meta.url))

interface Child {
  readonly send: (body: string) => void
  readonly said: (line: string) => Promise<void>
  readonly kill: () => Promise<void>
}

function startChild(folder: string, host: string, port: number): Child {
  const child: ChildProcess = spawn(process.execPath, [program, folder, host, String(port), ana, bob], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines: string[] = []
  const waiting = new Set<() => void>()
  if (child.stdout === null) throw new Error('unreachable')
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    for (const look of [...waiting]) look()
  })
  return {
    send: body => void child.stdin?.write(`${body}\n`),
    said: line =>
      new Promise(resolve => {
        const look = (): void => {
          if (!lines.includes(line)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

const byText = (one: readonly unknown[], other: readonly unknown[]): number => String(one).localeCompare(String(other))

const arrivedAt = (peer: Peer): readonly string[] =>
  peer.stanzas.flatMap(xml => (xml.startsWith('<message') ? (/<body>([^<]*)<\/body>/.exec(xml)?.[1] ?? []) : []))

describe.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
])('%s', (_, start) => {
  test('killed before it was written, before it arrived, and before the acknowledgement came', async () => {
    await using server = await start({ mutualContacts: true, tls: 'none' })
    let deaf = false
    let losing = true
    const lost = new WeakSet<object>()
    await using proxy = await startProxy({
      target: server,
      fromServer: chunk => (deaf ? Buffer.alloc(0) : chunk),
      fromClient: (chunk, connection) => {
        // It never arrives, and nobody is told.
        if (losing && chunk.includes('lost on the way')) {
          losing = false
          lost.add(connection)
        }
        return lost.has(connection) ? Buffer.alloc(0) : chunk
      },
    })
    const { host, port } = server
    await using peer = await startPeer({ jid: bob, password: 'bob-pw', host, port, authority: null })
    using folder = temporaryFolder()
    const begin = async (): Promise<Child> => {
      const child = startChild(folder.path, proxy.host, proxy.port)
      await child.said('online')
      return child
    }

    const first = await begin()
    first.send('queued')
    await first.said('queued queued')
    await first.kill()

    const second = await begin()
    await second.said('stored queued')
    second.send('lost on the way')
    await second.said('sent lost on the way')
    await second.kill()

    const third = await begin()
    await third.said('stored lost on the way')
    await peer.raw(`<message to='${ana}' type='chat'><body>kept</body></message>`)
    await third.said('in kept')
    deaf = true
    third.send('arrived')
    await peer.next(xml => xml.includes('>arrived<'))
    // Nor does it know of this one, which has no id that could show that it came twice.
    await peer.raw(`<message to='${ana}' type='chat'><body>unheard</body></message>`)
    await third.kill()
    deaf = false

    await using last = await startCore({ folder: folder.path })
    const { account } = await last.signIn({
      address: ana,
      settings: { encryption: 'optional', host: proxy.host, port: proxy.port },
    })
    await last.core.commands['message.send']({ account, peer: bob, body: 'last' })
    await last.until(
      change =>
        change.type === 'message.changed' &&
        change.messages.some(each => each.body === 'last' && each.state === 'stored'),
    )
    await peer.next(xml => xml.includes('>last<'))
    expect(arrivedAt(peer)).toEqual(['queued', 'lost on the way', 'arrived', 'last'])
    const page = async (): Promise<readonly (readonly [string, string | null])[]> => {
      const { messages } = await last.core.commands['message.page']({
        account,
        peer: bob,
        before: Number.MAX_SAFE_INTEGER,
        limit: 50,
      })
      return messages.map(({ body, state }) => [body, state])
    }
    await expect
      .poll(async () => (await page()).toSorted())
      .toEqual(
        [
          ['queued', 'stored'],
          ['lost on the way', 'stored'],
          ['kept', null],
          ['arrived', 'stored'],
          ['unheard', null],
          ['last', 'stored'],
        ].toSorted(byText),
      )
  }, 60_000)
})
