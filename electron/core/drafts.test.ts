import { expect, test } from 'vitest'
import { startProsody } from '../../e2e/servers/prosody.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import { temporaryFolder } from '../testing/ports.ts'
import { startCore } from '../testing/running-core.ts'

const bob = 'bob@mired.org' as BareJid
const clear = { encryption: 'optional' } as const

test('a draft outlives the program, is nobody else’s while locked, and ends with the message', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  const settings = { ...clear, host: server.host, port: server.port }
  using folder = temporaryFolder()
  {
    await using ana = await startCore({ folder: folder.path })
    const { account } = await ana.signIn({ address: 'ana@mired.org', settings })
    // Prepared as every address is: both are the same conversation.
    await ana.core.commands['conversation.setDraft']({ account, peer: 'BOB@mired.org' as BareJid, text: 'secreto' })
    await ana.core.commands['conversation.setOpen']({ account, peer: bob })
  }
  await using ana = await startCore({ folder: folder.path })
  const { commands } = ana.core
  const { account } = await ana.signIn({ address: 'ana@mired.org', password: 'guess', settings })
  expect(JSON.stringify([await commands['program.snapshot']({}), ana.changes])).not.toContain('secreto')
  const lock = { code: 'unknown-account' }
  await expect(commands['conversation.setDraft']({ account, peer: bob, text: 'x' })).rejects.toMatchObject(lock)
  await expect(commands['conversation.setOpen']({ account, peer: bob })).rejects.toMatchObject(lock)

  await ana.signIn({ address: 'ana@mired.org', settings })
  const shown = async () => (await commands['program.snapshot']({})).accounts
  expect(await shown()).toMatchObject([{ open: bob, conversations: [{ peer: bob, draft: 'secreto' }] }])
  await commands['message.send']({ account, peer: bob, body: 'secreto' })
  expect(await shown()).toMatchObject([{ open: bob, conversations: [{ peer: bob, draft: '' }] }])
})
