/** Real upload services behind a way that fails: what is said of it, and that trying again brings the file to its place. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Certificates, sharedCertificates } from '../../../e2e/servers/certificates.ts'
import { startEjabberd } from '../../../e2e/servers/ejabberd.ts'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import type { RunningServer } from '../../../e2e/servers/running-server.ts'
import { startUploadProxy, type UploadProxy, type WayFault } from '../../../e2e/servers/upload-proxy.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'

const servers = { prosody: startProsody, ejabberd: startEjabberd }
const ana = 'ana@mired.org' as AccountId & BareJid
const bob = 'bob@mired.org' as AccountId & BareJid
const patience = { timeout: 60_000, interval: 20 }
const bytes = randomBytes(300_000)
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

describe.each(['prosody', 'ejabberd'] as const)('before %s', kind => {
  let certificates: Certificates
  let proxy: UploadProxy
  let server: RunningServer
  /** Both do without a resolver, and trust the server's own certificate by hand. */
  let sender: RunningCore
  let receiver: RunningCore

  beforeAll(async () => {
    certificates = await sharedCertificates('mired.org')
    proxy = await startUploadProxy(certificates, 'openfire')
    const shown = { certificate: 'openfire', mutualContacts: true, upload: true, uploadAt: proxy.port } as const
    server = await servers[kind](shown)
    proxy.towards(server.uploadPort ?? 0)
    const at = { host: server.host, port: server.port, encryption: 'required' } as const
    const comes = async (account: AccountId): Promise<RunningCore> => {
      const core = await startCore()
      await core.signIn({ address: account, settings: at })
      await core.core.commands['account.trustCertificate']({ account, fingerprint: server.fingerprint() })
      await core.until(change => change.type === 'connection.changed' && change.state.phase === 'online', 60_000)
      return core
    }
    ;[sender, receiver] = await Promise.all([comes(ana), comes(bob)])
  }, 120_000)
  afterAll(async () => {
    await Promise.all([sender, receiver].map(each => each?.[Symbol.asyncDispose]()))
    await Promise.all([proxy, server].map(each => each?.[Symbol.asyncDispose]()))
  }, 120_000)

  const page = async ({ core }: RunningCore, account: AccountId, peer: BareJid): Promise<readonly Message[]> =>
    (await core.commands['message.page']({ account, peer, before: Number.MAX_SAFE_INTEGER, limit: 200 })).messages
  const transfers = async () => {
    const { accounts } = await sender.core.commands['program.snapshot']({})
    return accounts[0]?.transfers ?? []
  }
  const send = async (name: string): Promise<void> => {
    writeFileSync(join(sender.folder, name), bytes)
    sender.chosen.push(join(sender.folder, name))
    const tokens = (await sender.core.commands['file.choose']({})).map(each => each.token)
    await sender.core.commands['file.send']({ account: ana, peer: bob, tokens, caption: '' })
  }
  const nameOf = ({ file, body }: Message): string => file?.name ?? body
  const arrived = async (name: string): Promise<Message> => {
    const found = async () => (await page(receiver, bob, ana)).filter(each => nameOf(each) === name)
    await expect.poll(found, patience).toHaveLength(1)
    return (await found())[0] as Message
  }
  const certificate = (use: Parameters<UploadProxy['show']>[0]) => ({
    code: 'certificate-changed',
    details: {
      certificate: {
        fingerprint: certificates.of(use).fingerprint,
        previousFingerprint: certificates.of('openfire').fingerprint,
      },
    },
  })

  const faults: readonly (readonly [string, readonly WayFault[], object])[] = [
    ['vacío', [{ do: 'cut', after: 0 }], { code: 'network-lost' }],
    ['mitad', [{ do: 'cut', after: 0.5 }], { code: 'network-lost' }],
    ['casi', [{ do: 'cut', after: 0.99 }], { code: 'network-lost' }],
    ['413', [{ do: 'status', status: 413 }], { code: 'file-too-large' }],
    ['413-cerrado', [{ do: 'status', status: 413, closed: true }], { code: 'file-too-large' }],
    ['500', [{ do: 'status', status: 500 }], { code: 'upload-refused', details: { condition: '500' } }],
    // The first is taken for a slot that has expired.
    [
      '403-dos-veces',
      [
        { do: 'status', status: 403 },
        { do: 'status', status: 403, closed: true },
      ],
      { code: 'upload-refused', details: { condition: '403', text: '403 Forbidden' } },
    ],
  ]

  test('up: each failure is named; tried again, the file is there once, in the order of what was said', {
    timeout: 240_000,
  }, async () => {
    for (const [name, ways, failure] of faults) {
      proxy.spoil('PUT', ...ways)
      await send(name)
      await expect.poll(async () => (await transfers())[0]?.phase, patience).toMatchObject({ type: 'failed', failure })
      await sender.core.commands['transfer.retry']({
        account: ana,
        transfer: (await transfers())[0]?.id ?? ('' as never),
      })
      await arrived(name)
    }
    const names = faults.map(([name]) => name)
    expect((await page(sender, ana, bob)).map(nameOf)).toEqual(names)
    expect((await page(receiver, bob, ana)).map(nameOf)).toEqual(names)
    const last = await arrived(names.at(-1) ?? '')
    await receiver.core.commands['file.download']({ account: bob, message: last.id })
    await receiver.core.commands['file.save']({ account: bob, message: last.id })
    expect(sha256(readFileSync(receiver.saved.at(-1) ?? ''))).toBe(sha256(bytes))
  })

  test('up: a slow way and a slot that the server no longer knows need nobody', { timeout: 120_000 }, async () => {
    proxy.spoil('PUT', { do: 'slow', wait: 20 })
    await send('despacio')
    await arrived('despacio')
    const before = proxy.answers.length
    proxy.spoil('PUT', { do: 'expired' })
    await send('caducado')
    await arrived('caducado')
    const answers = proxy.answers.slice(before)
    expect(answers).toEqual([expect.stringMatching(/^PUT 40[0134]$/), 'PUT 201'])
  })

  test('up and down: another certificate is asked about before anything is sent', { timeout: 120_000 }, async () => {
    for (const use of ['self-signed', 'expired'] as const) {
      proxy.show(use)
      const before = proxy.answers.length
      await send(`con-${use}`)
      await expect
        .poll(async () => (await transfers())[0]?.phase, patience)
        .toMatchObject({ type: 'failed', failure: certificate(use) })
      const message = (await arrived('500')).id
      const download = receiver.core.commands['file.download']({ account: bob, message })
      await expect(download).rejects.toMatchObject(certificate(use))
      expect(proxy.answers).toHaveLength(before)
      proxy.show('openfire')
      await sender.core.commands['transfer.retry']({
        account: ana,
        transfer: (await transfers())[0]?.id ?? ('' as never),
      })
      await arrived(`con-${use}`)
    }
  })

  test('down: each failure is named, and a second try brings the file', { timeout: 240_000 }, async () => {
    const ways: readonly (readonly [string, WayFault, object])[] = [
      ['vacío', { do: 'cut', after: 0 }, { code: 'network-lost' }],
      ['mitad', { do: 'cut', after: 0.5 }, { code: 'network-lost' }],
      ['casi', { do: 'cut', after: 0.99 }, { code: 'network-lost' }],
      ['413', { do: 'status', status: 403 }, { code: 'download-refused', details: { condition: '403' } }],
      ['500', { do: 'status', status: 500 }, { code: 'download-refused', details: { condition: '500' } }],
      ['despacio', { do: 'expired' }, { code: 'download-gone', details: { condition: '404' } }],
    ]
    for (const [name, fault, failure] of ways) {
      const message = (await arrived(name)).id
      proxy.spoil('GET', fault, ...(name === 'despacio' ? [{ do: 'slow', wait: 10 } as const] : []))
      const download = () => receiver.core.commands['file.download']({ account: bob, message })
      await expect(download(), name).rejects.toMatchObject(failure)
      await download()
      expect((await arrived(name)).file).toMatchObject({ size: bytes.length, copy: expect.any(String) })
    }
  })
})

test('what was trusted for files stays where the connection itself needs no trust, whoever signs in again', {
  timeout: 120_000,
}, async () => {
  const certificates = await sharedCertificates('mired.org')
  const roots = getCACertificates('default')
  setDefaultCACertificates([...roots, certificates.authority.text])
  onTestFinished(() => setDefaultCACertificates(roots))
  await using proxy = await startUploadProxy(certificates, 'openfire')
  await using server = await startProsody({ upload: true, uploadAt: proxy.port })
  proxy.towards(server.uploadPort ?? 0)
  await using core = await startCore()
  const { commands } = core.core
  const settings = { host: server.host, port: server.port, encryption: 'required' } as const
  const enter = () => core.signIn({ address: ana, settings })
  expect((await enter()).state).toMatchObject({ phase: 'online', security: { trust: 'chain' } })
  writeFileSync(join(core.folder, 'a.txt'), 'a')
  const send = async () => {
    core.chosen.push(join(core.folder, 'a.txt'))
    const tokens = (await commands['file.choose']({})).map(each => each.token)
    await commands['file.send']({ account: ana, peer: bob, tokens, caption: '' })
  }
  const snapshot = async () => (await commands['program.snapshot']({})).accounts[0]
  await send()
  const { fingerprint } = certificates.of('openfire')
  const question = { code: 'certificate-self-signed', details: { certificate: { fingerprint } } }
  const first = async () => (await snapshot())?.transfers[0]
  await expect.poll(async () => (await first())?.phase, patience).toMatchObject({ type: 'failed', failure: question })
  await commands['account.trustCertificate']({ account: ana, fingerprint })
  expect((await enter()).state).toMatchObject({ phase: 'online', security: { trust: 'chain' } })
  await commands['transfer.retry']({ account: ana, transfer: (await first())?.id ?? ('' as never) })
  await expect.poll(async () => (await snapshot())?.transfers, patience).toEqual([])
  expect(proxy.answers).toEqual(['PUT 201'])
  expect((await snapshot())?.account.trustedCertificates).toMatchObject([{ fingerprint }])
})
