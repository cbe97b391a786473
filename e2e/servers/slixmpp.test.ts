import { describe, expect, it } from 'vitest'
import { type RunningServer, type ServerOptions, startEjabberd, startJabberd2, startProsody } from './index.ts'
import { startPeer } from './slixmpp.ts'

const users = [
  { name: 'begoña', password: 'contraseña', label: 'Begoña "B" <1>', groups: ['Familia', 'Trabajo'] },
  { name: 'bob', password: 'bob-pw' },
]
const starters = { prosody: startProsody, ejabberd: startEjabberd, jabberd2: startJabberd2 }

describe.each(Object.entries(starters))(
  '%s',
  { timeout: 60_000 },
  (kind, start: (options?: ServerOptions) => Promise<RunningServer>) => {
    it('lets begoña and bob in, who have each other in their lists and talk', async () => {
      await using server = await start({ users, mutualContacts: true })
      const at = { host: server.host, port: server.port, authority: server.authority.file }
      await using bob = await startPeer({ ...at, jid: 'bob@mired.org/one', password: 'bob-pw' })
      await using begoña = await startPeer({ ...at, jid: 'begoña@mired.org/two', password: 'contraseña' })

      const list = await bob.ask({ payload: "<query xmlns='jabber:iq:roster'/>" })
      expect(list).toMatch(/jid="begoña@mired.org"/)
      expect(list).toContain('name="Begoña &quot;B&quot; &lt;1&gt;"')
      expect(list).toContain('subscription="both"')
      expect(list).toContain('<group>Familia</group>')
      expect(list).toContain('<group>Trabajo</group>')
      await bob.next(xml => xml.startsWith('<presence') && xml.includes('begoña@mired.org/two'))

      await bob.send('begoña@mired.org', '¿Qué tal? <3')
      expect(await begoña.next(xml => xml.includes('<body>'))).toContain('<body>¿Qué tal? &lt;3</body>')
      await begoña.presence({ show: 'away', status: 'comiendo' })
      await bob.next(xml => xml.includes('<show>away</show>'))
      expect(await begoña.ask({ to: bob.jid, payload: "<query xmlns='jabber:iq:version'/>" })).toContain('<name>')
      expect(await begoña.ask({ payload: "<ping xmlns='urn:xmpp:ping'/>" })).toContain('type="result"')
    })

    it('refuses a wrong password', async () => {
      await using server = await start({
        users,
        tls: 'none',
        ...(kind === 'jabberd2' ? { mechanisms: ['PLAIN'] } : {}),
      })
      const account = { jid: 'bob@mired.org', host: server.host, port: server.port, authority: null }
      await expect(startPeer({ ...account, password: 'wrong' })).rejects.toThrow('not-authorized')
      await using peer = await startPeer({ ...account, password: 'bob-pw' })
      expect(peer.jid).toMatch(/^bob@mired\.org\//)
    })
  },
)

it('refuses a certificate from nobody it knows', async () => {
  await using server = await startProsody({ users, certificate: 'self-signed' })
  const account = { jid: 'bob@mired.org', host: server.host, port: server.port, authority: server.authority.file }
  await expect(startPeer({ ...account, password: 'bob-pw' })).rejects.toThrow(/certificate/i)
})
