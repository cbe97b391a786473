import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { type ProxyOptions, startProxy } from './proxy.ts'

const features =
  "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls><bind/></stream:features>"

/** A server that says `greeting` in the given pieces, answers `<starttls/>` with `<proceed/>`, and keeps what it gets. */
async function startFake(pieces: readonly string[]) {
  const got: string[] = []
  const sockets: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, socket => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', data => {
      got.push(data.toString())
      if (data.includes('<starttls')) socket.write("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    })
    void (async () => {
      for (const piece of pieces) {
        socket.write(piece)
        await new Promise(resolve => setTimeout(resolve, 5))
      }
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    got,
    sockets,
    [Symbol.dispose]: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

async function open(port: number) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => undefined)
  const chunks: string[] = []
  socket.on('data', chunk => chunks.push(chunk.toString()))
  const until = async (text: string) => {
    while (!chunks.join('').includes(text)) await once(socket, 'data')
    return chunks.join('')
  }
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return { socket, chunks, until, [Symbol.dispose]: () => void socket.destroy() }
}

async function world(pieces: readonly string[], options: Omit<ProxyOptions, 'target'> = {}) {
  const fake = await startFake(pieces)
  const proxy = await startProxy({ target: { host: '127.0.0.1', port: fake.port }, ...options })
  const client = await open(proxy.port)
  return {
    ...{ fake, proxy, client },
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]()
      await proxy[Symbol.asyncDispose]()
      fake[Symbol.dispose]()
    },
  }
}

it('passes and keeps both ways, and tells clear text from TLS', async () => {
  await using it = await world([features])
  expect(await it.client.until('</stream:features>')).toBe(features)
  it.client.socket.write('<starttls/>')
  await it.client.until('<proceed')
  it.client.socket.write(Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05]))
  await once(it.fake.sockets[0] ?? it.client.socket, 'data')
  const connection = await it.proxy.connection(0)
  expect(connection.sentInClear()).toBe('<starttls/>')
  expect(connection.sent().length).toBe('<starttls/>'.length + 5)
  expect(connection.received().toString()).toContain(features)
  expect(it.proxy.connections.length).toBe(1)
})

it('strips STARTTLS even when the features come in pieces', async () => {
  await using it = await world(
    ['<?xml version="1.0"?><stream:features><start', "tls xmlns='urn'/><bind/>", '</stream:features>'],
    {
      stripStartTls: true,
    },
  )
  expect(await it.client.until('</stream:features>')).toBe(
    '<?xml version="1.0"?><stream:features><bind/></stream:features>',
  )
})

it('injects behind <proceed/> in the same chunk', async () => {
  await using it = await world([], { injectAfterProceed: '<evil/>' })
  it.client.socket.write('<starttls/>')
  await it.client.until('<evil/>')
  expect(it.client.chunks).toEqual(["<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><evil/>"])
})

it('stalls and resumes, and delays', async () => {
  await using it = await world(['hello'], { delay: 50 })
  await it.client.until('hello')
  it.proxy.stall()
  const start = performance.now()
  it.client.socket.write('<starttls/>')
  await new Promise(resolve => setTimeout(resolve, 150))
  expect(it.client.chunks.join('')).toBe('hello')
  expect(it.fake.got).toEqual([])
  it.proxy.resume()
  await it.client.until('<proceed')
  expect(performance.now() - start).toBeGreaterThan(150)
})

it('closes one half', async () => {
  await using it = await world(['hello'])
  await it.client.until('hello')
  const connection = await it.proxy.connection(0)
  connection.endServerSide()
  await once(it.client.socket, 'end')
  it.client.socket.write('still here')
  await once(it.fake.sockets[0] ?? it.client.socket, 'data')
  expect(it.fake.got).toEqual(['still here'])
})

it('cuts with a reset, and refuses', async () => {
  await using it = await world(['hello'])
  await it.client.until('hello')
  const connection = await it.proxy.connection(0)
  const reset = once(it.client.socket, 'error').catch(error => [error])
  connection.cut()
  expect(String(await reset)).toContain('ECONNRESET')
  await connection.closed

  it.proxy.refuse()
  await expect(open(it.proxy.port)).rejects.toThrow('ECONNREFUSED')
  await it.proxy.admit()
  using again = await open(it.proxy.port)
  await again.until('hello')
  expect(it.fake.sockets.length).toBe(2)
})
