import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { startEjabberd } from '../../../e2e/servers/ejabberd.ts'
import { startJabberd2 } from '../../../e2e/servers/jabberd2.ts'
import { startOpenfire } from '../../../e2e/servers/openfire-replay.ts'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import { startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import { createNodeNetwork } from '../../connection/node-network.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'

// Servers, clients and databases at once, on a machine that does other things as well.
vi.setConfig({ testTimeout: 90_000 })

const ana = 'ana@mired.org' as AccountId
const options = { domain: 'mired.org', mutualContacts: true } as const
/** The versions of jabberd2 stay the same whatever changes: there the list comes whole each time. */
const servers = {
  prosody: { versions: true, start: () => startProsody({ ...options, tls: 'none' }) },
  ejabberd: { versions: true, start: () => startEjabberd({ ...options, tls: 'none' }) },
  jabberd2: { versions: false, start: () => startJabberd2({ ...options, tls: 'none' }) },
  openfire: { versions: true, start: () => startOpenfire({ ...options, tls: 'disabled' }) },
} as const

interface Listened extends RunningCore {
  /** What was asked of the contact list at the sign-in, and what the answer was. */
  readonly roster: () => { readonly asked: string; readonly answer: string }
}

/** A core on a network that writes down what goes over it in clear. */
async function listen(folder: string): Promise<Listened> {
  const said = { out: '', in: '' }
  const network = createNodeNetwork()
  const connect: typeof network.connect = async (...where) => {
    const socket = await network.connect(...where)
    const { write, emit } = socket
    Object.assign(socket, {
      write(...args: Parameters<typeof write>) {
        said.out += String(args[0])
        return write.apply(socket, args)
      },
      emit(...args: Parameters<typeof emit>) {
        if (args[0] === 'data') said.in += String(args[1])
        return emit.apply(socket, args)
      },
    })
    return socket
  }
  const core = await startCore({ folder, network: { ...network, connect } })
  return {
    ...core,
    roster() {
      const [asked = '', id = ''] =
        /<iq\b[^>]*\bid="([^"]*)"[^>]*><query[^>]*jabber:iq:roster.*?<\/iq>/u.exec(said.out) ?? []
      const answer = said.in.slice(Math.max(0, said.in.search(new RegExp(`<iq\\b[^>]*\\bid=["']${id}["']`, 'u'))))
      return { asked, answer: answer.slice(0, /\/>|<\/iq>/u.exec(answer)?.index) }
    },
  }
}

for (const [kind, { versions, start }] of Object.entries(servers)) {
  test(`${kind}: the list comes again only where it has changed`, async () => {
    await using server = await start()
    const { host, port } = server
    const password = kind === 'openfire' ? 'ana-pass' : 'ana-pw'
    const folder = await mkdtemp(join(tmpdir(), 'centella-versions-'))
    const signedIn = async (): Promise<Listened> => {
      const core = await listen(folder)
      const { state } = await core.signIn({ address: ana, password, settings: { encryption: 'optional', host, port } })
      expect(state).toMatchObject({ phase: 'online' })
      await core.until(change => change.type === 'contacts.replaced')
      return core
    }
    const names = async ({ core }: RunningCore): Promise<readonly unknown[]> => {
      const [account] = (await core.commands['program.snapshot']({})).accounts
      return account?.contacts.map(each => each.name).sort() ?? []
    }
    const rename = (name: string): string =>
      `<query xmlns='jabber:iq:roster'><item jid='bob@mired.org' name='${name}'><group>Clase</group></item></query>`
    try {
      const first = await signedIn()
      const known = await names(first)
      expect(first.roster().asked.includes('ver=""')).toBe(versions)
      await first.stop()

      const second = await signedIn()
      const same = second.roster()
      expect([/ver="[^"]+"/u.test(same.asked), same.answer.includes('<item')]).toEqual([versions, !versions])
      expect(await names(second)).toEqual(known)
      // Another device: as a push while we are there, and while we are not.
      await using phone = await startPeer({ jid: `${ana}/phone`, password, host, port, authority: null })
      await phone.ask({ payload: "<query xmlns='jabber:iq:roster'/>" })
      await phone.ask({ type: 'set', payload: rename('Roberto') })
      await expect.poll(() => names(second), { timeout: 30_000, interval: 20 }).toContain('Roberto')
      await second.stop()

      const third = await signedIn()
      const pushed = third.roster()
      expect([pushed.answer.includes('<item'), (await names(third)).includes('Roberto')]).toEqual([!versions, true])
      await third.stop()
      await phone.ask({ type: 'set', payload: rename('Berto') })

      const fourth = await signedIn()
      await expect.poll(() => names(fourth), { timeout: 30_000, interval: 20 }).toContain('Berto')
      await fourth.stop()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}
