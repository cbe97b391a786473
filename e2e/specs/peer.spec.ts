import { expect, test } from '@playwright/test'
import { expectState, messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { keyboard, mouse } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startEjabberd } from '../servers/ejabberd.ts'
import { startProsody } from '../servers/prosody.ts'
import type { ServerOptions } from '../servers/running-server.ts'
import { startPeer } from '../servers/slixmpp.ts'

const options: ServerOptions = {
  mutualContacts: true,
  users: [
    { name: 'ana', password: 'ana-pw' },
    { name: 'begoña', password: 'contraseña' },
  ],
}
const ways = [
  { hands: mouse, kind: 'Prosody', start: startProsody },
  { hands: keyboard, kind: 'ejabberd', start: startEjabberd },
]

for (const { hands, kind, start } of ways) {
  test(`by ${hands.name}: begoña in the window talks with slixmpp through ${kind}`, async () => {
    await using server = await start(options)
    await using peer = await startPeer({
      jid: 'ana@mired.org',
      password: 'ana-pw',
      host: server.host,
      port: server.port,
      authority: server.authority.file,
    })
    await using program = await launchProgram({ trust: server.authority.file })
    const { page } = program
    await signIn(page, hands, server, 'begoña')
    await openContact(page, hands, 'ana')

    await sendMessage(page, hands, 'Soy Begoña, ¿qué tal el examen? 🎓')
    const arrived = await peer.next(xml => xml.includes('Soy Begoña, ¿qué tal el examen? 🎓'))
    expect(arrived).toContain('from="begoña@mired.org/')
    expect(arrived).toContain('type="chat"')
    await expectState(page, 'Soy Begoña', 'stored')
    expect(peer.stanzas.filter(xml => xml.includes('Soy Begoña'))).toHaveLength(1)

    await peer.send('begoña@mired.org', 'Bien & <tú>\nsegunda línea')
    await expect(messageWith(page, 'Bien & <tú>')).toContainText('segunda línea')

    // What every other client asks.
    const from = /from="([^"]+)"/.exec(arrived)?.[1] ?? ''
    const ask = (payload: string) => peer.ask({ to: from, payload })
    expect(await ask("<query xmlns='jabber:iq:version'/>")).toContain('<name>Centella</name>')
    expect(await ask("<ping xmlns='urn:xmpp:ping'/>")).toContain('type="result"')
    const info = await ask("<query xmlns='http://jabber.org/protocol/disco#info'/>")
    expect(info).toContain('category="client"')
    expect(info).toContain('urn:xmpp:ping')
    expect(await ask("<query xmlns='urn:nobody:knows'/>")).toContain('service-unavailable')
  })
}
