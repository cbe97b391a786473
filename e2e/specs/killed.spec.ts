/** `kill -9` of the whole program between "the person pressed Enter" and "acknowledged", and what its window shows after. */
import { expect, type Page, test } from '@playwright/test'
import { expectState, messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { mouse } from '../program/hands.ts'
import { launchProgram, newProfile, type Program } from '../program/program.ts'
import { expectOnline, fillAndSignIn } from '../program/sign-in.ts'
import { startEjabberd } from '../servers/ejabberd.ts'
import { startProsody } from '../servers/prosody.ts'
import { type ProxyConnection, startProxy } from '../servers/proxy.ts'
import { startPeer } from '../servers/slixmpp.ts'

const ana = 'ana@mired.org'

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  test(`a program that is killed at any moment of a message, on ${name}: it is there once, and the window says so`, async () => {
    test.setTimeout(120_000)
    await using server = await start({ mutualContacts: true, tls: 'none' })
    const { host, port } = server
    /** What vanishes of this connection: both ways, what the program says, or what it hears. */
    const lost = new Map<ProxyConnection, 'sent' | 'received'>()
    const pass = (way: 'sent' | 'received') => (chunk: Buffer, connection: ProxyConnection) =>
      lost.get(connection) === way ? Buffer.alloc(0) : chunk
    await using proxy = await startProxy({ target: server, fromClient: pass('sent'), fromServer: pass('received') })
    await using peer = await startPeer({ jid: 'bob@mired.org', password: 'bob-pw', host, port, authority: null })
    const profile = await newProfile()
    const loseAll = (way: 'sent' | 'received'): void => {
      for (const connection of proxy.connections) lost.set(connection, way)
    }

    async function begin(): Promise<Program> {
      const program = await launchProgram({ profile })
      await expectOnline(program.page)
      await openContact(program.page, mouse, 'bob')
      return program
    }

    const first = await launchProgram({ profile })
    await fillAndSignIn(first.page, mouse, {
      ...{ address: ana, password: 'ana-pw', host: proxy.host, port: proxy.port },
      ...{ encryption: 'Optional', remember: true, automatically: true },
    })
    await expectOnline(first.page)
    await openContact(first.page, mouse, 'bob')
    await sendMessage(first.page, mouse, 'just entered')
    await expect(messageWith(first.page, 'just entered')).toBeVisible()
    await first.kill()

    const second = await begin()
    await expectOnce(second.page, 'just entered', 'stored')
    loseAll('sent')
    await sendMessage(second.page, mouse, 'lost on the way')
    await expectState(second.page, 'lost on the way', 'sent')
    // Comes in, and our acknowledgement does not come out.
    await peer.raw(`<message to='${ana}' type='chat'><body>seen by us alone</body></message>`)
    await expect(messageWith(second.page, 'seen by us alone')).toBeVisible()
    await second.kill()

    const third = await begin()
    await expectOnce(third.page, 'lost on the way', 'stored')
    await expect(messageWith(third.page, 'seen by us alone')).toHaveCount(1)
    loseAll('received')
    await sendMessage(third.page, mouse, 'arrived unheard')
    await peer.next(xml => xml.includes('>arrived unheard<'))
    await peer.raw(`<message to='${ana}' type='chat'><body>seen by nobody</body></message>`)
    await third.kill()

    await using last = await begin()
    await expect(messageWith(last.page, 'seen by nobody')).toHaveCount(1)
    for (const text of ['just entered', 'lost on the way', 'arrived unheard'])
      await expectOnce(last.page, text, 'stored')
    await expect(messageWith(last.page, 'seen by us alone')).toHaveCount(1)
    await sendMessage(last.page, mouse, 'the last')
    await peer.next(xml => xml.includes('>the last<'))
    const arrived = peer.stanzas.flatMap(xml => /^<message.*<body>([^<]*)<\/body>/s.exec(xml)?.[1] ?? [])
    expect(arrived).toEqual(['just entered', 'lost on the way', 'arrived unheard', 'the last'])
  })
}

async function expectOnce(page: Page, text: string, state: string): Promise<void> {
  await expectState(page, text, state)
  await expect(messageWith(page, text)).toHaveCount(1)
}
