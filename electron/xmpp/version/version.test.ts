import { expect, test } from 'vitest'
import { createFakeChannel } from '../../testing/channel.ts'
import { createVersion } from './version.ts'

const host = { programVersion: '0.1.0', operatingSystem: 'Debian GNU/Linux 12', hostName: 'lab-1' }
const question =
  '<iq type="get" id="891-36" to="ana@mired.test/rec" from="mired.test"><query xmlns="jabber:iq:version"/></iq>'

test('as Openfire asks at every sign-in', async () => {
  const channel = createFakeChannel()
  const version = createVersion({ channel, host })
  expect(String(await channel.ask(question))).toBe(
    '<query xmlns="jabber:iq:version"><name>Centella</name><version>0.1.0</version><os>Debian GNU/Linux 12</os></query>',
  )
  version.dispose()
  expect(channel.listeners()).toBe(0)
})

test('the system is kept to ourselves where the host does so', async () => {
  const channel = createFakeChannel()
  createVersion({ channel, host: { ...host, operatingSystem: null } })
  expect(String(await channel.ask(question))).not.toContain('<os>')
})
