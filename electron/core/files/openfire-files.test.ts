/** Files on the replayed Openfire, and files that mean us harm: what its upload server does is ours to choose. */
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { escapeXml } from '../../../e2e/servers/client-xml.ts'
import { type Openfire, startOpenfire } from '../../../e2e/servers/openfire-replay.ts'
import { type Peer, startPeer } from '../../../e2e/servers/slixmpp.ts'
import { startUploadServer, type UploadBehaviour, type UploadServer } from '../../../e2e/servers/upload-server.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'

const account = 'ana@mired.test' as AccountId
const bob = 'bob@mired.test' as BareJid
const patience = { timeout: 60_000 }
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let server: Openfire
let web: UploadServer
/** A private place that is not our upload service. */
let elsewhere: UploadServer
let peer: Peer
let ana: RunningCore

beforeAll(async () => {
  server = await startOpenfire({ mutualContacts: true, upload: true })
  if (server.upload === null) throw new Error('no upload')
  web = server.upload
  elsewhere = await startUploadServer({ certificate: null })
  const at = { host: server.host, port: server.port }
  peer = await startPeer({ jid: bob, password: 'bob-pass', ...at, authority: null })
  ana = await startCore()
  const settings = { ...at, encryption: 'required' } as const
  await ana.signIn({ address: account, password: 'ana-pass', settings })
  await ana.core.commands['account.trustCertificate']({ account, fingerprint: server.fingerprint() })
  await ana.until(change => change.type === 'connection.changed' && change.state.phase === 'online', 60_000)
  await ana.until(change => change.type === 'contacts.replaced', 60_000)
}, 120_000)
afterAll(async () => {
  await Promise.all([ana, peer].map(each => each?.[Symbol.asyncDispose]()))
  await Promise.all([elsewhere, server].map(each => each?.[Symbol.asyncDispose]()))
}, 60_000)

async function messages(): Promise<readonly Message[]> {
  return (await ana.core.commands['conversation.open']({ account, peer: bob })).page.messages
}
async function send(name: string, bytes: Uint8Array): Promise<void> {
  writeFileSync(join(ana.folder, name), bytes)
  ana.chosen.push(join(ana.folder, name))
  const tokens = (await ana.core.commands['file.choose']({})).map(each => each.token)
  await ana.core.commands['file.send']({ account, peer: bob, tokens, caption: '' })
}
/** What the other end says is a file. */
async function receive(url: string): Promise<Message> {
  const link = escapeXml(url)
  const inside = `<body>${link}</body><x xmlns='jabber:x:oob'><url>${link}</url></x>`
  await peer.raw(`<message to='${account}' type='chat' id='${randomBytes(6).toString('hex')}'>${inside}</message>`)
  const found = async (): Promise<Message | undefined> => (await messages()).find(each => each.body === url)
  await expect.poll(async () => (await found())?.body, patience).toBe(url)
  const message = await found()
  if (message === undefined) throw new Error('no message')
  return message
}
function place(name: string, bytes: Uint8Array): string {
  const path = `/httpfileupload/${randomBytes(8).toString('hex')}/${encodeURIComponent(name)}`
  web.files.set(path, { bytes, size: bytes.length, sha256: '' })
  return `${web.origin}${path}`
}
const fileOf = async (id: MessageId) => (await messages()).find(each => each.id === id)?.file
const ofMessage = (message: MessageId) => ({ account, message })

test('a file goes up and comes down where no name leads and no type is told', { timeout: 120_000 }, async () => {
  expect(await ana.core.commands['file.limits']({ account })).toEqual({ available: true, maxBytes: 52_428_800 })
  await send('Tema 1: átomos.pdf', Buffer.from('%PDF-1.7 átomos'))
  const xml = await peer.next(each => each.includes('jabber:x:oob'), 60_000)
  expect(xml).toContain(`<body>${web.origin}/httpfileupload/`)
  const put = web.requests.find(each => each.method === 'PUT')
  expect(put?.headers).toMatchObject({ host: `mired.test:${web.port}`, 'content-type': 'application/pdf' })
  await send('vacío.txt', Buffer.alloc(0))
  expect(await peer.next(each => each.includes('vac%C3%ADo.txt'), 60_000)).toContain('jabber:x:oob')
  const url = place('sin tipo', Buffer.from('%PDF-1.7 sin tipo'))
  const { id } = await receive(url)
  await ana.core.commands['file.download'](ofMessage(id))
  expect(await fileOf(id)).toMatchObject({ name: 'sin tipo', kind: 'pdf', mediaType: 'application/pdf', size: 17 })
  expect(web.requests.some(each => each.method === 'GET' && 'range' in each.headers)).toBe(false)
})

test('a slot that was used is not used again: what was cut at the last moment gets another', {
  timeout: 120_000,
}, async () => {
  web.behave('PUT', { do: 'cut', after: 0.99 })
  await send('cortado.bin', randomBytes(300_000))
  const transfer = async () => {
    const { accounts } = await ana.core.commands['program.snapshot']({})
    return accounts[0]?.transfers[0]
  }
  await expect.poll(async () => (await transfer())?.phase.type, patience).toBe('failed')
  await ana.core.commands['transfer.retry']({ account, transfer: (await transfer())?.id ?? ('' as never) })
  await peer.next(each => each.includes('cortado.bin'), 60_000)
  const puts = web.requests.filter(each => each.method === 'PUT' && each.path.endsWith('/cortado.bin'))
  expect(new Set(puts.map(each => each.path)).size).toBe(2)
  expect(peer.stanzas.filter(each => each.includes('cortado.bin'))).toHaveLength(1)
})

describe('hostile', () => {
  test.each([
    ['juego.exe', Buffer.from('MZ\u0090\u0000')],
    ['foto.png', Buffer.from('MZ\u0090\u0000')],
    ['instalar', Buffer.from('#!/bin/sh\nrm -rf ~')],
    ['enlace.desktop', Buffer.from('[Desktop Entry]\nExec=sh')],
    ['foto.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['foto.png', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['foto.jpg', Buffer.from('<!DOCTYPE html><script>alert(1)</script>')],
    ['notas.docm', Buffer.from('PK\u0003\u0004')],
    ['lista.pdf.lnk', Buffer.from('L\u0000\u0000\u0000')],
    ['java.jar', Buffer.from('PK\u0003\u0004')],
  ])('%s is never shown and never opened, only saved', { timeout: 120_000 }, async (name, bytes) => {
    const { id } = await receive(place(name, bytes))
    await ana.core.commands['file.download'](ofMessage(id))
    expect(await fileOf(id)).toMatchObject({ kind: 'program', width: null, copy: expect.any(String) })
    const opened = ana.opened.length
    await expect(ana.core.commands['file.open'](ofMessage(id))).rejects.toMatchObject({ code: 'file-not-opened' })
    expect(ana.opened).toHaveLength(opened)
    expect(await ana.core.commands['file.save'](ofMessage(id))).toBe(true)
    const saved = ana.saved.at(-1) ?? ''
    expect(readFileSync(saved).equals(bytes)).toBe(true)
    expect(statSync(saved).mode & 0o111).toBe(0)
  })

  test('a copy that somebody has tidied away can be fetched again', { timeout: 120_000 }, async () => {
    const { id } = await receive(place('apuntes.pdf', Buffer.from('%PDF-1.7')))
    for (const ask of ['file.open', 'file.save'] as const) {
      await ana.core.commands['file.download'](ofMessage(id))
      rmSync(join(ana.folder, 'files', (await fileOf(id))?.copy ?? '-'))
      await expect(ana.core.commands[ask](ofMessage(id))).rejects.toMatchObject({ code: 'file-missing' })
      expect(await fileOf(id)).toMatchObject({ copy: null })
    }
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\Windows\\system.ini', 'system.ini'],
    ['foto\u202egnp.exe', 'fotognp.exe'],
    ['.bashrc', 'bashrc'],
    ['NUL.txt', '_NUL.txt'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['<b>x</b>.txt', 'b_.txt'],
  ])('the name %j is shown and saved as %j', { timeout: 120_000 }, async (name, safe) => {
    const { id, file } = await receive(place(name, Buffer.from('texto')))
    expect(file?.name).toBe(safe)
    await ana.core.commands['file.download'](ofMessage(id))
    await ana.core.commands['file.save'](ofMessage(id))
    expect(ana.saved.at(-1)).toBe(join(ana.folder, 'saved', safe))
  })

  test('a private place that is not our upload service is not asked, by itself or by a click', {
    timeout: 120_000,
  }, async () => {
    for (const url of [
      `https://127.0.0.1:${elsewhere.port}/foto.png`,
      `https://[::1]:${elsewhere.port}/foto.png`,
      `https://mired.test:${elsewhere.port}/foto.png`,
    ]) {
      const { id } = await receive(url)
      await expect(ana.core.commands['file.download'](ofMessage(id))).rejects.toMatchObject({ code: 'link-private' })
    }
    const { id } = await receive(`http://127.0.0.1:${elsewhere.port}/foto.png`)
    await expect(ana.core.commands['file.download'](ofMessage(id))).rejects.toMatchObject({ code: 'link-insecure' })
    expect(elsewhere.requests).toEqual([])
  })

  test.each([
    [{ do: 'redirect', to: 'https://127.0.0.1/router' }, 'link-private'],
    [{ do: 'redirect', to: 'https://mired.test:1/admin' }, 'link-private'],
    [{ do: 'redirect', to: 'http://mired.test/foto.png' }, 'link-insecure'],
    [{ do: 'redirect', to: 'file:///etc/passwd' }, 'link-insecure'],
    [{ do: 'announce', size: 600 * 1024 * 1024 }, 'download-too-large'],
    [{ do: 'cut', after: 0.5 }, 'network-lost'],
    [{ do: 'status', status: 404 }, 'download-gone'],
    [{ do: 'status', status: 403 }, 'download-refused'],
    [{ do: 'status', status: 500 }, 'download-refused'],
  ] as const satisfies readonly (readonly [UploadBehaviour, string])[])(
    '%j ends as %s; a second click brings it',
    {
      timeout: 120_000,
    },
    async (behaviour, code) => {
      const kept = (await readdir(join(ana.folder, 'files'))).length
      const { id } = await receive(place('datos.bin', randomBytes(200_000)))
      web.behave('GET', behaviour)
      await expect(ana.core.commands['file.download'](ofMessage(id))).rejects.toMatchObject({ code })
      expect(await readdir(join(ana.folder, 'files'))).toHaveLength(kept)
      await ana.core.commands['file.download'](ofMessage(id))
      expect(await fileOf(id)).toMatchObject({ size: 200_000 })
    },
  )

  test('a picture that never ends is left at five megabytes, and waits for a click', { timeout: 120_000 }, async () => {
    web.behave('GET', { do: 'endless' })
    const url = place('foto.png', png)
    const { id } = await receive(url)
    await expect.poll(() => web.requests.some(each => url.endsWith(each.path)), patience).toBe(true)
    await expect
      .poll(async () => (await readdir(join(ana.folder, 'files'))).filter(each => each.endsWith('.part')), patience)
      .toEqual([])
    expect(await fileOf(id)).toMatchObject({ copy: null })
    await ana.core.commands['file.download'](ofMessage(id))
    expect(await fileOf(id)).toMatchObject({ kind: 'picture', width: 1 })
  })
})
