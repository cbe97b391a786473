/** Files between the disk, the store and a scripted server: transfers, downloads, copies. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, renameSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Certificates, sharedCertificates } from '../../../e2e/servers/certificates.ts'
import { startUploadServer, type UploadServer } from '../../../e2e/servers/upload-server.ts'
import { defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { isShown, type SharedFile, type Transfer } from '../../../shared/domain/file.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { createRoots } from '../../connection/roots.ts'
import { createWeb } from '../../connection/web/web.ts'
import { prepareAccountJid, prepareBareJid } from '../../stanza/jid.ts'
import { createStore } from '../../store/create-store.ts'
import type { Store } from '../../store/store.ts'
import { temporaryFolder } from '../../testing/ports.ts'
import type { Slot } from '../../xmpp/upload/parse.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { messageHandlers } from '../commands/message.ts'
import { silentLog, systemClock } from '../ports/index.ts'
import { createDownloads, type Downloads } from './downloads.ts'
import { createFileFolder, type FileFolder } from './folder.ts'
import { createStaging, type Staging } from './staging.ts'
import { createTransfers, type Transfers } from './transfers.ts'

const account = prepareAccountJid('ana@mired.org')
const bob = prepareBareJid('bob@mired.org')
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const patience = { timeout: 60_000 }
vi.setConfig({ testTimeout: 120_000 })

let certificates: Certificates
let server: UploadServer
let folder: ReturnType<typeof temporaryFolder>
let store: Store
let files: FileFolder
let staging: Staging
let transfers: Transfers
let downloads: Downloads
let slots: number
let online: boolean
let limit: number | null
let known: boolean
let flushed: number
/** Names that were looked up. */
const resolved: string[] = []
/** What is waited for between the file and its message, and before a transfer is told. */
let written: Promise<void>
let told: Promise<void>

beforeAll(async () => {
  certificates = await sharedCertificates('mired.org')
  server = await startUploadServer({ certificate: { from: certificates, use: 'valid' } })
})
afterAll(() => server[Symbol.asyncDispose]())

async function open(): Promise<void> {
  const profile = { folder: folder.path, databaseWorker: new URL('../../store/sqlite/worker.ts', import.meta.url) }
  files = createFileFolder(join(folder.path, 'files'))
  store = await createStore({ profile, clock: systemClock, log: silentLog, filesInHand: files.inHand })
  await store.apply({
    type: 'account.saved',
    account: {
      id: account,
      settings: defaultConnectionSettings,
      rememberPassword: true,
      signInAutomatically: false,
      trustedCertificates: [],
      presence: { availability: 'available', status: null },
    },
  })
  await store.apply({ type: 'account.opened', account, unlocked: true })
  staging = createStaging({ folder: files, clock: systemClock })
  const isOwn = async (url: URL): Promise<boolean> => url.hostname === 'mired.org'
  const upload = {
    limits: async () => ({ available: limit !== 0, maxBytes: limit }),
    async slot(): Promise<Slot> {
      slots += 1
      const url = new URL(`${server.origin}/up/${slots}/foto.png`)
      return { put: url, get: url, headers: [] }
    },
    isOwn,
    isKnownOwn: () => true,
    dispose: () => {},
  }
  const web = createWeb({
    domain: 'mired.org',
    settings: () => ({ host: '127.0.0.1', port: null, directTls: false }),
    pins: () => [],
    network: {
      resolveService: async () => [],
      resolveAddress: async name => {
        resolved.push(name)
        throw Object.assign(new Error('no'), { code: 'ENOTFOUND' })
      },
      connect: (await import('../../connection/node-network.ts')).createNodeNetwork().connect,
    },
    clock: systemClock,
    log: silentLog,
    roots: () => createRoots([certificates.authority.text]),
  })
  const options = { account, store, emit: store.apply, upload, web, folder: files, clock: systemClock, log: silentLog }
  transfers = createTransfers({
    ...{ ...options, staging, isOnline: () => online },
    store: { ...store, transfer: (...which) => store.transfer(...which).then(kept => told.then(() => kept)) },
    writtenAs: async () => {
      await written
      return {}
    },
    flush: () => {
      flushed += 1
    },
  })
  downloads = createDownloads({ ...options, isInClear: () => false, isKnown: async () => known })
}

beforeEach(async () => {
  written = told = Promise.resolve()
  ;[slots, online, limit, known, flushed] = [0, true, null, true, 0]
  server.files.clear()
  folder = temporaryFolder()
  await open()
})
afterEach(async () => {
  transfers.dispose()
  downloads.dispose()
  await files.dispose()
  await store.close()
  folder[Symbol.dispose]()
})

const shown = async (): Promise<readonly Transfer[]> => (await store.snapshots())[0]?.transfers ?? []
const messages = async (): Promise<readonly Message[]> => (await store.page(account, bob, null, 50)).messages
const failureOf = async (): Promise<string | null> => {
  const [first] = await shown()
  return first?.phase.type === 'failed' ? first.phase.failure.code : null
}

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder.path, name)
  writeFileSync(path, bytes)
  return path
}

async function send(path: string, caption = ''): Promise<void> {
  const staged = await staging.ofPaths([path])
  await transfers.send(
    bob,
    staged.map(each => each.token),
    caption,
  )
}

test('a picture and its caption become two messages when it is there, and it is here, too', async () => {
  await send(write('foto clase.png', png), '¡Mira!')
  await expect.poll(messages, patience).toHaveLength(2)
  const [first, second] = await messages()
  expect(first).toMatchObject({
    body: `${server.origin}/up/1/foto.png`,
    state: 'queued',
    file: { name: 'foto clase.png', kind: 'picture', mediaType: 'image/png', size: png.length, width: 1, height: 1 },
  })
  expect(second).toMatchObject({ body: '¡Mira!', state: 'queued' })
  expect(second).not.toHaveProperty('file')
  expect(await shown()).toEqual([])
  expect(flushed).toBe(1)
  const file = first?.file
  expect(file !== undefined && isShown(file)).toBe(true)
  expect(readFileSync(files.path(file?.copy ?? ('' as never)))).toEqual(png)
})

test('what was pasted gets a name with the date, and belongs to its message', async () => {
  const staged = await staging.ofBytes(null, png)
  expect(staged).toMatchObject({
    name: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/),
    kind: 'picture',
  })
  await transfers.send(bob, [staged.token], '')
  await expect.poll(messages, patience).toHaveLength(1)
  const copy = (await messages())[0]?.file?.copy
  expect(await readdir(join(folder.path, 'files'))).toEqual([copy])
  const another = await staging.ofBytes(null, png)
  await staging.discard([another.token])
  expect(await readdir(join(folder.path, 'files'))).toEqual([copy])
})

test('what stands ready is known to a page that comes again, as long as it is to be sent', async () => {
  const [first] = await staging.ofPaths([write('a.txt', Buffer.from('a'))])
  const second = await staging.ofBytes(null, png)
  if (first === undefined) throw new Error('nothing is staged')
  staging.hold(account, bob, [second.token, first.token])
  expect(staging.held(account)).toEqual([{ peer: bob, files: [second, first] }])
  expect(staging.held(prepareAccountJid('eva@mired.org'))).toEqual([])
  await transfers.send(bob, [first.token], '')
  expect(staging.held(account)).toEqual([{ peer: bob, files: [second] }])
  await staging.discard([second.token])
  expect(staging.held(account)).toEqual([])
  staging.hold(account, bob, [])
  expect(staging.held(account)).toEqual([])
})

test('several go in their order, the caption behind the last; nothing while offline', async () => {
  online = false
  const staged = await staging.ofPaths([
    write('a.txt', Buffer.from('a')),
    write('b.txt', Buffer.from('')),
    write('c.txt', Buffer.from('c')),
  ])
  await transfers.send(
    bob,
    staged.map(each => each.token),
    'fin',
  )
  expect((await shown()).map(({ name, phase }) => [name, phase.type])).toEqual([
    ['a.txt', 'waiting'],
    ['b.txt', 'waiting'],
    ['c.txt', 'waiting'],
  ])
  online = true
  transfers.begin()
  await expect.poll(messages, patience).toHaveLength(4)
  expect((await messages()).map(each => each.file?.name ?? each.body)).toEqual(['a.txt', 'b.txt', 'c.txt', 'fin'])
})

test.each([
  [{ do: 'cut', after: 0 }, 'network-lost'],
  [{ do: 'cut', after: 0.5 }, 'network-lost'],
  [{ do: 'cut', after: 0.99 }, 'network-lost'],
  [{ do: 'status', status: 413 }, 'file-too-large'],
  [{ do: 'status', status: 413, early: true }, 'file-too-large'],
  [{ do: 'status', status: 413, early: 'reset' }, 'file-too-large'],
  [{ do: 'status', status: 500 }, 'upload-refused'],
  [{ do: 'redirect', to: 'https://elsewhere.example/' }, 'upload-refused'],
] as const)('%j: it fails, and goes from the beginning with a new slot', async (behaviour, code) => {
  const bytes = randomBytes(300_000)
  server.behave('PUT', behaviour)
  await send(write('a.bin', bytes))
  await expect.poll(failureOf, patience).toBe(code)
  expect([slots, await messages()]).toEqual([1, []])
  const [transfer] = await shown()
  if (transfer === undefined) throw new Error('no transfer')
  await transfers.retry(transfer.id)
  await expect.poll(messages, patience).toHaveLength(1)
  expect(server.files.get('/up/2/foto.png')?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
})

test.each([401, 403, 410])('a slot that has expired, which %i says, is replaced once', async status => {
  const expired = { do: 'status', status } as const
  server.behave('PUT', expired)
  await send(write('a.txt', Buffer.from('a')))
  await expect.poll(messages, patience).toHaveLength(1)
  expect(slots).toBe(2)
  server.behave('PUT', expired, expired)
  await send(write('a.txt', Buffer.from('a')))
  await expect.poll(failureOf, patience).toBe('upload-refused')
  expect(slots).toBe(4)
  await transfers.retry((await shown())[0]?.id ?? ('' as never))
  await expect.poll(messages, patience).toHaveLength(2)
})

test('without a network a file waits for the next connection, and those behind it do, too', async () => {
  const going = Promise.withResolvers<void>()
  server.behave('PUT', { do: 'hold', until: going.promise })
  const before = server.requests.length
  await send(write('a.bin', randomBytes(1000)))
  await send(write('b.bin', randomBytes(1000)))
  await expect.poll(() => server.requests.length, patience).toBe(before + 1)
  online = false
  server.cut()
  await expect
    .poll(async () => (await shown()).map(({ phase }) => phase.type), patience)
    .toEqual(['waiting', 'waiting'])
  going.resolve()
  online = true
  transfers.begin()
  await expect.poll(messages, patience).toHaveLength(2)
  expect((await messages()).map(each => each.file?.name)).toEqual(['a.bin', 'b.bin'])
})

test('a slow server gets it all, and an empty file is one', async () => {
  const bytes = randomBytes(400_000)
  server.behave('PUT', { do: 'slow', pause: 20, piece: 0 })
  await send(write('a.bin', bytes))
  await send(write('nada.txt', Buffer.alloc(0)))
  await expect.poll(messages, patience).toHaveLength(2)
  expect([...server.files.values()].map(each => each.size)).toEqual([400_000, 0])
  expect((await messages()).map(each => each.file?.size)).toEqual([400_000, 0])
})

test('a file that changes, or vanishes, is not sent', async () => {
  const path = write('a.txt', Buffer.from('first words'))
  const staged = await staging.ofPaths([path])
  truncateSync(path, 3)
  await transfers.send(bob, [staged[0]?.token ?? ('' as never)], '')
  await expect.poll(failureOf, patience).toBe('file-changed')
  expect(server.files.size).toBe(0)
  await expect(staging.ofPaths([join(folder.path, 'nothing')])).rejects.toMatchObject({ code: 'file-unreadable' })
  await expect(staging.ofPaths([folder.path])).rejects.toMatchObject({ code: 'file-unreadable' })
})

test.each([
  ['grows', (path: string) => writeFileSync(path, 'más', { flag: 'a' }), 'file-changed'],
  ['is replaced', (path: string, other: string) => renameSync(other, path), 'file-changed'],
  ['vanishes', (path: string) => unlinkSync(path), 'file-unreadable'],
])('one that %s while it is being sent', async (_, change, code) => {
  const path = write('a.bin', Buffer.alloc(0))
  const other = write('b.bin', Buffer.alloc(0))
  // More than the two kernels hold between them.
  truncateSync(path, 40_000_000)
  const going = Promise.withResolvers<void>()
  server.behave('PUT', { do: 'hold', until: going.promise })
  const before = server.requests.length
  await send(path)
  await expect.poll(() => server.requests.length, patience).toBe(before + 1)
  truncateSync(other, 40_000_000)
  change(path, other)
  going.resolve()
  await expect.poll(failureOf, patience).toBe(code)
  expect([server.files.size, await messages()]).toEqual([0, []])
})

test('limits are known before a byte is sent', async () => {
  limit = 2
  await expect(send(write('a.txt', Buffer.from('abc')))).rejects.toMatchObject({
    code: 'file-too-large',
    details: { limit: 2 },
  })
  limit = 0
  await expect(send(write('a.txt', Buffer.from('a')))).rejects.toMatchObject({ code: 'no-upload-service' })
  expect([await shown(), server.files.size]).toEqual([[], 0])
  await expect(transfers.send(bob, ['0'.repeat(32) as never], '')).rejects.toMatchObject({ code: 'file-unreadable' })
})

test('one that is called off goes, and leaves no message', async () => {
  const before = server.requests.length
  server.behave('PUT', { do: 'silent' })
  await send(write('a.bin', randomBytes(1000)))
  await expect.poll(() => server.requests.length, patience).toBe(before + 1)
  expect((await shown())[0]?.phase.type).toBe('uploading')
  const [transfer] = await shown()
  if (transfer !== undefined) await transfers.cancel(transfer.id)
  expect([await shown(), await messages()]).toEqual([[], []])
})

test.each([
  ['before its message is there', 0],
  ['when its message is there', 1],
])('one that is called off at the end, %s, has its picture if and only if it has its message', async (_, count) => {
  const [staged] = [await staging.ofBytes(null, png)]
  const gate = Promise.withResolvers<void>()
  written = gate.promise
  await transfers.send(bob, [staged.token], '')
  await expect.poll(() => server.files.size, patience).toBe(1)
  const [transfer] = await shown()
  if (transfer === undefined) throw new Error('no transfer')
  const hold = Promise.withResolvers<void>()
  if (count === 1) told = hold.promise
  const cancelling = transfers.cancel(transfer.id)
  if (count === 0) await cancelling
  gate.resolve()
  await expect.poll(() => flushed, patience).toBe(1)
  hold.resolve()
  await cancelling
  expect((await messages()).map(({ file }) => file?.copy)).toEqual(await readdir(join(folder.path, 'files')))
  expect([await shown(), await messages()]).toMatchObject([[], { length: count }])
})

test('after the program has ended in the middle it is there as interrupted, and can be sent', async () => {
  online = false
  await send(write('foto.png', png), 'palabras')
  transfers.dispose()
  downloads.dispose()
  await store.close()
  online = true
  await open()
  const [transfer] = await shown()
  expect(transfer).toMatchObject({
    ...{ name: 'foto.png', kind: 'picture', caption: 'palabras', size: png.length, peer: bob },
    phase: { type: 'failed', failure: { code: 'transfer-interrupted' } },
  })
  if (transfer !== undefined) await transfers.retry(transfer.id)
  await expect.poll(messages, patience).toHaveLength(2)
})

async function receive(path: string, bytes: Uint8Array | null, name = path): Promise<Message> {
  if (bytes !== null) server.files.set(path, { bytes, size: bytes.length, sha256: '' })
  const file: SharedFile = {
    ...{ name, kind: name.endsWith('.png') ? 'picture' : 'other', mediaType: null, width: null, height: null },
    ...{ size: null, host: 'mired.org', copy: null },
  }
  const body = `${server.origin}${path}`
  await store.apply({
    type: 'message.received',
    account,
    message: { peer: bob, from: bob, stanzaId: null, originId: null, body, time: Date.now(), extra: { file } },
  })
  const all = await messages()
  const message = all.at(-1)
  if (message === undefined) throw new Error('no message')
  return message
}

test('a file is fetched by a click, and known by its content', async () => {
  const message = await receive('/d/informe', Buffer.from('%PDF-1.7'))
  await downloads.fetch(message.id)
  const file = (await messages())[0]?.file
  expect(file).toMatchObject({ kind: 'pdf', mediaType: 'application/pdf', size: 8 })
  expect(statSync(files.path(file?.copy ?? ('' as never))).mode & 0o777).toBe(0o600)
  const path = await files.openable(file?.copy ?? ('' as never), 'informe.pdf')
  expect([path.endsWith('/informe.pdf'), statSync(path).mode & 0o777]).toEqual([true, 0o400])
})

test('what fails says so, keeps nothing, and can be fetched again', async () => {
  const message = await receive('/d/a.bin', randomBytes(100_000))
  server.behave('GET', { do: 'cut', after: 0.5 })
  await expect(downloads.fetch(message.id)).rejects.toMatchObject({ code: 'network-lost' })
  expect((await store.snapshots())[0]?.downloads).toMatchObject([{ message: message.id, phase: { type: 'failed' } }])
  expect(await readdir(join(folder.path, 'files')).catch(() => [])).toEqual([])
  await downloads.fetch(message.id)
  expect((await store.snapshots())[0]?.downloads).toEqual([])
})

test('pictures of people we know come by themselves, and only those', async () => {
  const seen = () => server.requests.filter(({ path }) => path.startsWith('/auto')).length
  downloads.seen([await receive('/auto/a.png', png)])
  await expect.poll(async () => (await messages())[0]?.file?.copy ?? null, patience).not.toBeNull()
  // As many as there are, and one of which nothing came once.
  server.behave('GET', { do: 'cut', after: 0.5 })
  const torn = await receive('/auto/torn.png', png)
  downloads.seen([torn])
  await expect.poll(seen, patience).toBe(2)
  const page = [torn]
  for (let index = 0; index < 9; index += 1) page.push(await receive(`/auto/m${index}.png`, png))
  downloads.seen(page)
  downloads.seen(page)
  const here = async () => (await messages()).filter(({ file }) => file !== undefined && file.copy !== null).length
  await expect.poll(here, patience).toBe(10)
  expect(seen()).toBe(11)
  const before = seen()
  downloads.seen([await receive('/auto/a.exe', Buffer.from('MZ'))])
  known = false
  downloads.seen([await receive('/auto/b.png', png)])
  await new Promise(resolve => setImmediate(resolve))
  expect(seen()).toBe(before)
  known = true
  const kept = (await readdir(join(folder.path, 'files'))).length
  // Said to be a picture; more than one may be.
  server.behave('GET', { do: 'endless' })
  downloads.seen([await receive('/auto/c.png', png)])
  await expect.poll(seen, patience).toBe(before + 1)
  await expect.poll(async () => (await readdir(join(folder.path, 'files'))).length, patience).toBe(kept)
})

test('pictures that lie elsewhere after all do not come by themselves', async () => {
  const message = await receive('/led/a.png', png)
  const seen = () => server.requests.filter(({ path }) => path === '/led/a.png').length
  server.behave('GET', { do: 'redirect', to: `https://elsewhere.test:${server.port}/b.png` })
  const before = resolved.length
  downloads.seen([message])
  await expect.poll(seen, patience).toBe(1)
  downloads.seen([await receive('/led/c.png', png)])
  await expect.poll(async () => (await messages()).at(-1)?.file?.copy ?? null, patience).not.toBeNull()
  expect(resolved.slice(before)).not.toContain('elsewhere.test')
})

test('a click on a picture that comes by itself has its own limit, and tells how far it is', async () => {
  const message = await receive('/click/a.png', png)
  const before = server.requests.length
  server.behave('GET', { do: 'silent' })
  downloads.seen([message])
  await expect.poll(() => server.requests.length, patience).toBe(before + 1)
  await downloads.fetch(message.id)
  expect((await messages())[0]?.file).toMatchObject({ width: 1, copy: expect.any(String) })
})

test('a small file of our own is at hand, and its copy goes with a message that could not be sent', async () => {
  await send(write('a.pdf', Buffer.from('%PDF-1.7')))
  await send(write('b.png', png))
  await expect.poll(messages, patience).toHaveLength(2)
  const [first, second] = await messages()
  expect(first?.file).toMatchObject({ kind: 'pdf', copy: expect.any(String) })
  const id = first?.id ?? ('' as never)
  const asked = server.requests.length
  await downloads.fetch(id)
  expect(server.requests).toHaveLength(asked)
  await store.apply({ type: 'message.failed', account, id, failure: { code: 'message-not-delivered', details: {} } })
  const accounts = { requireUnlocked() {} } as unknown as Accounts
  await messageHandlers({ accounts, store, emit: store.apply, clock: systemClock })['message.delete']({ account, id })
  expect(await readdir(join(folder.path, 'files'))).toEqual([second?.file?.copy])
})

test('with its history the copies of an account go', async () => {
  const message = await receive('/d/a.png', png)
  await downloads.fetch(message.id)
  expect(await readdir(join(folder.path, 'files'))).toHaveLength(1)
  await store.releaseFiles()
  expect(await readdir(join(folder.path, 'files'))).toHaveLength(1)
  // What is about to be sent, perhaps from another account, is nobody's history.
  const pasted = await staging.ofBytes(null, png)
  await store.apply({ type: 'account.closed', account, removeHistory: true })
  expect(await readdir(join(folder.path, 'files'))).toEqual([basename(staging.find(pasted.token).path)])
  await staging.discard([pasted.token])
  expect([await readdir(join(folder.path, 'files')), files.inHand()]).toEqual([[], new Set()])
})

test('nothing of it is an address for others', () => {
  expect(() => staging.find('../../etc/passwd' as never)).toThrow(AppError)
  expect(files.path('../../etc/passwd' as never)).toBe(join(folder.path, 'files', 'passwd'))
})
