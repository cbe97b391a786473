/** Files on real servers, with a client by other hands at the other end; nobody's DNS knows where they lie. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedCertificates } from '../../../e2e/servers/certificates.ts'
import { startEjabberd } from '../../../e2e/servers/ejabberd.ts'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import type { RunningServer } from '../../../e2e/servers/running-server.ts'
import { type Peer, startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { AccountSnapshot } from '../../../shared/ipc/program.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'

const servers = { prosody: startProsody, ejabberd: startEjabberd }
const bob = 'bob@mired.org' as BareJid
const patience = { timeout: 60_000 }
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function snapshot({ core }: RunningCore, account: AccountId): Promise<AccountSnapshot> {
  const { accounts } = await core.commands['program.snapshot']({})
  const found = accounts.find(each => each.account.id === account)
  if (found === undefined) throw new Error('not in use')
  return found
}

async function messages({ core }: RunningCore, account: AccountId, peer: BareJid): Promise<readonly Message[]> {
  return (await core.commands['message.page']({ account, peer, before: Number.MAX_SAFE_INTEGER, limit: 50 })).messages
}

function write(ana: RunningCore, name: string, bytes: Uint8Array): string {
  const path = join(ana.folder, name)
  writeFileSync(path, bytes)
  return path
}

describe.each(['prosody', 'ejabberd'] as const)('on %s', kind => {
  let server: RunningServer
  let peer: Peer
  let ana: RunningCore
  let eva: RunningCore
  const accounts = { ana: 'ana@mired.org' as AccountId, eva: 'eva@mired.org' as AccountId }

  beforeAll(async () => {
    const users = ['ana', 'bob', 'eva'].map(name => ({ name, password: `${name}-pw` }))
    const shown = { certificate: 'openfire', tls: 'optional' } as const
    server = await servers[kind]({ users, ...shown, mutualContacts: true, upload: true })
    const certificate = (await sharedCertificates('mired.org')).of('openfire')
    const at = { host: server.host, port: server.port }
    ;[peer, ana, eva] = await Promise.all([
      startPeer({
        ...{ jid: bob, password: 'bob-pw', ...at, authority: null, webAuthority: certificate.certificateFile },
        plugins: ['xep_0363', 'xep_0066', 'xep_0184'],
      }),
      startCore(),
      startCore(),
    ])
    // She trusts the server's own certificate at her first sign-in.
    const stopped = await ana.signIn({ address: accounts.ana, settings: { ...at, encryption: 'required' } })
    expect(stopped.state).toMatchObject({ phase: 'offline', failure: { code: 'certificate-self-signed' } })
    const { fingerprint } = certificate
    await ana.core.commands['account.trustCertificate']({ account: accounts.ana, fingerprint })
    await ana.until(change => change.type === 'connection.changed' && change.state.phase === 'online', 60_000)
    // The other does without encryption, and has seen no certificate.
    const inClear = await eva.signIn({ address: accounts.eva, settings: { ...at, encryption: 'disabled' } })
    expect(inClear.state).toMatchObject({ phase: 'online' })
  }, 120_000)
  afterAll(async () => {
    await Promise.all([ana, eva, peer].map(each => each?.[Symbol.asyncDispose]()))
    await server[Symbol.asyncDispose]()
  }, 120_000)

  async function send(from: RunningCore, account: AccountId, to: BareJid, paths: readonly string[], caption = '') {
    from.chosen.push(...paths)
    const tokens = (await from.core.commands['file.choose']({})).map(each => each.token)
    return from.core.commands['file.send']({ account, peer: to, tokens, caption })
  }
  const linkIn = (xml: string): string => (/<body>(https:[^<]*)<\/body>/.exec(xml)?.[1] ?? '').replaceAll('&amp;', '&')

  test('a PDF, a picture and words: the other end has the links in both places, in order, and the same bytes', {
    timeout: 180_000,
  }, async () => {
    const account = accounts.ana
    expect(await ana.core.commands['file.limits']({ account })).toEqual({ available: true, maxBytes: 268_435_456 })
    const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(700_000)])
    const names = { pdf: 'Informe 3.º A & más.pdf', picture: 'foto.png' }
    await send(ana, account, bob, [write(ana, names.pdf, pdf), write(ana, names.picture, png)], '¿Se ve?')
    const seen: string[] = []
    for (const bytes of [pdf, png]) {
      const xml = await peer.next(each => each.includes('<body>https:'), 60_000)
      const link = linkIn(xml)
      expect(xml).toMatch(/<x xmlns="jabber:x:oob">\s*<url>/)
      expect(/<url>([^<]*)<\/url>/.exec(xml)?.[1]?.replaceAll('&amp;', '&')).toBe(link)
      expect(link).toMatch(new RegExp(`^https://mired\\.org:${server.uploadPort}/`))
      expect(await peer.fetch(link)).toEqual({ status: 200, size: bytes.length, sha256: sha256(bytes) })
      seen.push(link)
    }
    const words = await peer.next(each => each.includes('¿Se ve?'), 60_000)
    expect(words).not.toContain('jabber:x:oob')
    expect(peer.stanzas.filter(each => each.includes('<body>'))).toHaveLength(3)
    const kept = await messages(ana, account, bob)
    expect(kept.map(each => each.body)).toEqual([...seen, '¿Se ve?'])
    expect(kept[0]?.file).toMatchObject({ name: names.pdf, kind: 'pdf', size: pdf.length, copy: expect.any(String) })
    expect(kept[1]?.file).toMatchObject({ name: names.picture, kind: 'picture', width: 1, height: 1 })
    await expect.poll(async () => (await messages(ana, account, bob))[2]?.state, patience).toMatch(/stored|delivered/)
    expect((await snapshot(ana, account)).transfers).toEqual([])
  })

  test('what the other end sends is a file, and is fetched as it was sent', { timeout: 180_000 }, async () => {
    const account = accounts.ana
    const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(400_000)])
    const link = await peer.share(account, { name: 'apuntes.pdf', type: 'application/x-evil', bytes: pdf })
    const last = async () => (await messages(ana, account, bob)).find(each => each.body === link)
    await expect.poll(async () => (await last())?.file, patience).toMatchObject({ name: 'apuntes.pdf', copy: null })
    const message = (await last())?.id ?? ('' as never)
    await ana.core.commands['file.download']({ account, message })
    expect((await last())?.file).toMatchObject({ kind: 'pdf', mediaType: 'application/pdf', size: pdf.length })
    expect(await ana.core.commands['file.save']({ account, message })).toBe(true)
    expect(sha256(readFileSync(ana.saved.at(-1) ?? ''))).toBe(sha256(pdf))
    await ana.core.commands['file.open']({ account, message })
    expect(ana.opened.at(-1)).toMatch(/\/apuntes\.pdf$/)
    // From a contact, and on our own server: nobody has to ask for it.
    const picture = await peer.share(account, { name: 'foto.png', type: 'image/png', bytes: png })
    const shown = async () => (await messages(ana, account, bob)).find(each => each.body === picture)?.file
    await expect.poll(shown, patience).toMatchObject({ kind: 'picture', width: 1, copy: expect.any(String) })
  })

  test('who has seen no certificate is asked the same question, to fetch and to send, and goes on', {
    timeout: 180_000,
  }, async () => {
    const account = accounts.eva
    const bytes = randomBytes(50_000)
    const link = await peer.share(account, { name: 'datos.bin', type: 'image/png', bytes })
    const came = async () => (await messages(eva, account, bob)).find(each => each.body === link)
    await expect.poll(async () => (await came())?.file?.name, patience).toBe('datos.bin')
    const message = (await came())?.id ?? ('' as never)
    const report = { domain: 'mired.org', reasons: ['self-signed'], fingerprint: server.fingerprint() }
    const question = { code: 'certificate-self-signed', details: { certificate: report } }
    await expect(eva.core.commands['file.download']({ account, message })).rejects.toMatchObject(question)
    const [transfer = '' as never] = await send(eva, account, bob, [write(eva, 'b.bin', bytes)])
    const phase = async () => (await snapshot(eva, account)).transfers[0]?.phase
    await expect.poll(phase, patience).toMatchObject({ type: 'failed', failure: question })
    const { fingerprint } = report
    await eva.core.commands['account.trustCertificate']({ account, fingerprint })
    expect(eva.state(account)).toMatchObject({ phase: 'online' })
    await eva.core.commands['transfer.retry']({ account, transfer })
    const sent = linkIn(await peer.next(each => each.includes('<body>https:') && each.includes('eva@'), 60_000))
    expect((await peer.fetch(sent)).sha256).toBe(sha256(bytes))
    await eva.core.commands['file.download']({ account, message })
    await eva.core.commands['file.save']({ account, message })
    expect(sha256(readFileSync(eva.saved.at(-1) ?? ''))).toBe(sha256(bytes))
  })

  test('a room has the file once, and the sender still knows all of it', { timeout: 180_000 }, async () => {
    const plain = { nick: null, isPersistent: false, isPublic: true, isMembersOnly: false, password: '' }
    const call = ana.core.commands
    const room = await call['room.create']({ account: accounts.ana, room: 'clase', name: 'Clase', ...plain })
    const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(10_000)])
    await send(ana, accounts.ana, room, [write(ana, 'tarea.pdf', pdf), write(ana, 'pizarra.png', png)], 'Para el lunes')
    const bodies = async (of: RunningCore, account: AccountId) =>
      (await messages(of, account, room)).map(({ file, state, body }) => [file?.name ?? body, state])
    const words = ['tarea.pdf', 'pizarra.png', 'Para el lunes']
    await expect.poll(() => bodies(ana, accounts.ana), patience).toEqual(words.map(each => [each, 'stored']))
    // Who comes later gets it with what was said before.
    await eva.core.commands['room.join']({ account: accounts.eva, room, nick: null, password: null })
    await expect.poll(() => bodies(eva, accounts.eva), patience).toEqual(words.map(each => [each, null]))
    const own = await messages(ana, accounts.ana, room)
    expect(own[0]?.file).toMatchObject({ kind: 'pdf', size: pdf.length })
    expect(own[1]?.file).toMatchObject({ kind: 'picture', width: 1, copy: expect.any(String) })
    const got = async () => (await messages(eva, accounts.eva, room))[1]?.file
    await expect.poll(got, patience).toMatchObject({ kind: 'picture', width: 1, copy: expect.any(String) })
    const message = (await messages(eva, accounts.eva, room))[0]?.id ?? ('' as never)
    await eva.core.commands['file.download']({ account: accounts.eva, message })
    expect((await messages(eva, accounts.eva, room))[0]?.file).toMatchObject({ kind: 'pdf', size: pdf.length })
  })

  test('what the archive tells of a file is what it was, and takes nothing from what is known', {
    timeout: 180_000,
  }, async () => {
    const before = await messages(ana, accounts.ana, bob)
    await using other = await startCore()
    const at = { host: server.host, port: server.port }
    await other.signIn({ address: accounts.ana, settings: { ...at, encryption: 'disabled' } })
    // By the address: ejabberd writes other names into it than it was told.
    const filesIn = (all: readonly Message[]) => all.flatMap(({ file, body }) => (file === undefined ? [] : body))
    await expect.poll(async () => filesIn(await messages(other, accounts.ana, bob)), patience).toEqual(filesIn(before))
    expect(filesIn(before)).toHaveLength(4)
    const { settings } = (await snapshot(ana, accounts.ana)).account
    await ana.signIn({ address: accounts.ana, settings })
    await expect.poll(() => ana.state(accounts.ana)?.phase, patience).toBe('online')
    expect((await messages(ana, accounts.ana, bob)).map(({ id, file }) => ({ id, file }))).toEqual(
      before.map(({ id, file }) => ({ id, file })),
    )
  })
})
