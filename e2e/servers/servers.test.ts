import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { accepts, type RunningServer, type ServerOptions, startEjabberd, startJabberd2, startProsody } from './index.ts'

const starters = { prosody: startProsody, ejabberd: startEjabberd, jabberd2: startJabberd2 }
const header = (domain: string) =>
  `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`

/** Reads until `end` has been seen. */
async function readUntil(socket: Socket, end: string): Promise<string> {
  let text = ''
  while (!text.includes(end)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    text += chunk.toString('utf8')
  }
  return text
}

async function features(server: RunningServer): Promise<string> {
  const socket = connectTcp(server.port, server.host)
  socket.write(header(server.domain))
  const text = await readUntil(socket, '</stream:features>')
  socket.destroy()
  return text
}

/** TLS on the direct port, checked against the domain and the authority: 'trusted', or the error's code. */
async function directTls(server: RunningServer): Promise<string> {
  const options = {
    host: server.host,
    port: server.directTlsPort ?? 0,
    servername: server.domain,
    ca: server.authority.text,
  }
  const socket: TLSSocket = connectTls(options)
  const result = await new Promise<string>(resolve => {
    socket.once('secureConnect', () => resolve('trusted'))
    socket.once('error', error => resolve('code' in error ? String(error.code) : error.message))
  })
  socket.destroy()
  return result
}

describe.each(Object.entries(starters))('%s', (_, start: (options?: ServerOptions) => Promise<RunningServer>) => {
  it('offers STARTTLS as it was told, keeps its ports over a restart and leaves nothing behind', {
    timeout: 60_000,
  }, async () => {
    const server = await start({ tls: 'required', directTls: true })
    try {
      const required = await features(server)
      expect(required).toContain('urn:ietf:params:xml:ns:xmpp-tls')
      expect(required).not.toContain('<mechanism>')
      expect(await directTls(server)).toBe('trusted')

      await server.restart({ tls: 'optional', certificate: 'wrong-name' })
      const optional = await features(server)
      expect(optional).toContain('urn:ietf:params:xml:ns:xmpp-tls')
      expect(optional).toContain('<mechanism>PLAIN</mechanism>')
      expect(await directTls(server)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')

      await server.restart({ tls: 'none', mechanisms: ['PLAIN'], certificate: 'expired' })
      const none = await features(server)
      expect(none).not.toContain('urn:ietf:params:xml:ns:xmpp-tls')
      expect(none.match(/<mechanism>[^<]*/g)).toEqual(['<mechanism>PLAIN'])
      expect(await directTls(server)).toBe('CERT_HAS_EXPIRED')
    } finally {
      await server[Symbol.asyncDispose]()
    }
    expect(server.running()).toBe(false)
    expect(existsSync(server.folder)).toBe(false)
    expect(await accepts(server.port)).toBe(false)
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'])
    expect(stdout).not.toContain(server.folder)
  })
})

it.each([
  ['valid', 'trusted'],
  ['renewed', 'trusted'],
  ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['expired', 'CERT_HAS_EXPIRED'],
  ['not-yet-valid', 'CERT_NOT_YET_VALID'],
  ['unknown-ca', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['unknown-ca-with-chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ['address-only', 'ERR_TLS_CERT_ALTNAME_INVALID'],
] as const)('a certificate that is %s is %s', async (certificate, expected) => {
  await using server = await startProsody({ directTls: true, certificate })
  expect(await directTls(server)).toBe(expected)
})

it('a server ends with the process that started it, even when that one is killed', async () => {
  const script = `import { startProsody } from './prosody.ts'
    const server = await startProsody()
    console.log(JSON.stringify([server.port, server.folder]))
    setInterval(() => undefined, 1000)`
  const parent = execFile(process.execPath, ['--input-type=module-typescript', '-e', script], {
    cwd: import.meta.dirname,
  })
  const [line] = (await once(parent.stdout ?? parent, 'data')) as [string]
  const [port, folder] = JSON.parse(line) as [number, string]
  expect(await accepts(port)).toBe(true)
  const socket = connectTcp(port, '127.0.0.1')
  await once(socket, 'connect')
  parent.kill('SIGKILL')
  // The connection ends when the server does.
  await new Promise(resolve =>
    socket
      .once('close', resolve)
      .once('error', () => undefined)
      .resume(),
  )
  // The system closes a dead process's connections before the port that it listened on.
  await expect.poll(() => accepts(port)).toBe(false)
  await expect.poll(() => existsSync(folder)).toBe(false)
})

it('stopping lets it end by itself, killing does not', async () => {
  await using server = await startProsody({ tls: 'none' })
  const ending = async (end: () => Promise<void>) => {
    const before = (await server.log()).length
    await end()
    expect(await accepts(server.port)).toBe(false)
    const text = (await server.log()).slice(before)
    await server.start()
    return text
  }
  expect(await ending(server.stop)).toContain('Shutdown complete')
  expect(await ending(server.kill)).not.toContain('Shutdown')
  expect(await features(server)).toContain('<mechanism>')
})
