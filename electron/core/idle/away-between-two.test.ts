import { expect, test } from 'vitest'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Presence } from '../../../shared/domain/presence.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'

const ana = 'ana@mired.org' as AccountId

/** Resolves when the newest that is known of ana's presence is this. */
async function sees({ changes, until }: RunningCore, wanted: Omit<Presence, 'address'>): Promise<void> {
  const newest = () =>
    changes
      .flatMap(change => (change.type === 'presence.changed' ? change.presences : []))
      .findLast(({ address }) => address === (ana as string))
  await until(() => {
    const presence = newest()
    return presence?.availability === wanted.availability && presence.status === wanted.status
  })
}

test('whoever leaves the computer is away for the others, and back; with the setting off, not', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  await using core = await startCore()
  await using other = await startCore()
  const settings = { encryption: 'optional', host: '127.0.0.1', port: server.port } as const
  await other.signIn({ address: 'bob@mired.org', settings })
  await core.signIn({ address: ana, settings })
  const { commands } = core.core
  const say = (availability: 'available' | 'chat' | 'dnd', status: string) =>
    commands['presence.set']({ account: ana, presence: { availability, status } })

  await say('chat', 'Aquí')
  await sees(other, { availability: 'chat', status: 'Aquí' })
  core.idle(600)
  await sees(other, { availability: 'away', status: 'Aquí' })
  expect(await commands['program.snapshot']({})).toMatchObject({
    idleSince: expect.any(Number),
    // It is not what was chosen.
    accounts: [{ account: { presence: { availability: 'chat' } } }],
  })
  core.idle(0)
  await sees(other, { availability: 'chat', status: 'Aquí' })

  // Gone and back before the server has been told of the first.
  core.idle(600)
  core.idle(0)
  await commands['message.send']({ account: ana, peer: 'bob@mired.org' as BareJid, body: 'Aquí estoy' })
  // What comes behind it on the same stream.
  await other.until(change => change.type === 'message.changed' && change.messages[0]?.body === 'Aquí estoy')
  await sees(other, { availability: 'chat', status: 'Aquí' })

  core.idle(600)
  await say('dnd', 'Elegido')
  await sees(other, { availability: 'dnd', status: 'Elegido' })

  core.idle(0)
  await commands['settings.change']({ awayWhenIdle: false })
  const before = other.changes.length
  core.idle(6000)
  await say('available', 'Sigo aquí')
  await sees(other, { availability: 'available', status: 'Sigo aquí' })
  const told = other.changes
    .slice(before)
    .flatMap(change => (change.type === 'presence.changed' ? change.presences : []))
  expect(told.map(({ availability }) => availability)).not.toContain('away')
})
