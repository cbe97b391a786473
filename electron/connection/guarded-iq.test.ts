import { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from '../../e2e/servers/client-xml.ts'
import { type Script, type ScriptedConnection, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { result, signIn, streamError } from '../../e2e/servers/scripted-steps.ts'
import { AppError } from '../../shared/domain/failure.ts'
import type { Network } from '../core/ports/index.ts'
import { type Element, xml } from '../stanza/element.ts'
import { createTestSession } from '../testing/session-world.ts'
import { createNodeNetwork } from './node-network.ts'

const domain = 'mired.org'
const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
beforeAll(() => {
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
})
afterAll(() => {
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
  expect(unhandled).toEqual([])
})

/** A session that is online with a server that goes on as the script says. */
async function online(script: Script, network: Network = createNodeNetwork()) {
  const server = await startScriptedServer({
    script: async connection => {
      await signIn(connection, { domain, passwordOf: () => 'ana-pw' })
      await script(connection)
      await connection.silence()
    },
  })
  const test = createTestSession({
    settings: { host: server.host, port: server.port, encryption: 'disabled' },
    session: { limits: { goodbye: 50 }, network },
  })
  await test.attempt()
  return {
    ...test,
    server,
    [Symbol.asyncDispose]: async () => {
      await test.session.dispose()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** Connections that say only after a while that something was written: the answer is there before. */
function lateNetwork(): Network {
  const node = createNodeNetwork()
  return {
    ...node,
    async connect(...args) {
      const socket = await node.connect(...args)
      const late = new Duplex({
        read: () => void socket.resume(),
        write(chunk, _encoding, done) {
          socket.write(chunk)
          setTimeout(done, 5)
        },
        final: done => void socket.end(done),
        destroy(error, done) {
          socket.destroy()
          done(error)
        },
      })
      socket.on('data', chunk => late.push(chunk))
      socket.on('end', () => late.push(null))
      socket.on('close', () => late.destroy())
      return late
    },
  }
}

const query = (to?: string): Element =>
  xml('iq', { type: 'get', ...(to === undefined ? {} : { to }) }, xml('q', 'urn:x'))
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const from = (answer: string, sender: string | null): string =>
  sender === null ? answer : answer.replace('<iq ', `<iq from='${sender}' `)

describe('an answer', () => {
  it.each([
    [undefined, null],
    [undefined, 'ana@mired.org'],
    [undefined, 'ana@mired.org/centella-test'],
    [undefined, 'mired.org'],
    ['mired.org', null],
    ['mired.org', 'MIRED.org'],
    ['ana@mired.org', null],
    ['bob@mired.org/a', 'bob@mired.org/a'],
    ['conference.mired.org', 'conference.mired.org'],
  ])('to a request to %s counts from %s', async (to, sender) => {
    await using test = await online(async connection => {
      connection.send(from(result(await connection.nextElement('iq'), "<q xmlns='urn:x'/>"), sender))
    })
    expect((await test.session.request(query(to))).getChild('q', 'urn:x')).toBeDefined()
  })

  it.each([
    [undefined, 'bob@mired.org'],
    [undefined, 'evil.example'],
    ['bob@mired.org/a', null],
    ['bob@mired.org/a', 'bob@mired.org/b'],
    ['bob@mired.org/a', 'bob@mired.org'],
    ['conference.mired.org', 'mired.org'],
    ['mired.org', 'ana@mired.org'],
    [undefined, '@'],
    [undefined, 'a b@c'],
  ])('to a request to %s does not count from %s', async (to, sender) => {
    await using test = await online(async connection => {
      connection.send(from(result(await connection.nextElement('iq'), "<q xmlns='urn:evil'/>"), sender))
    })
    expect(await codeOf(test.session.request(query(to), { timeoutMs: 60 }))).toBe('request-timed-out')
    // The session lives.
    expect(test.session.state().phase).toBe('online')
  })
})

it('an answer of another namespace is none', async () => {
  await using test = await online(async connection => {
    const request = await connection.nextElement('iq')
    connection.send(result(request).replace('<iq ', "<iq xmlns='urn:other' "))
  })
  expect(await codeOf(test.session.request(query(), { timeoutMs: 100 }))).toBe('request-timed-out')
})

describe('an error', () => {
  const answering =
    (inside: string): Script =>
    async connection => {
      for (;;) {
        const request = await connection.nextElement('iq')
        connection.send(result(request, inside).replace("type='result'", "type='error'"))
      }
    }
  const failure = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error as AppError)

  it('tells its condition, wherever it stands', async () => {
    const stanzas = "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'"
    await using test = await online(
      answering(
        `<error type='modify'><file-too-large xmlns='urn:xmpp:http:upload:0'/><text ${stanzas}>Zu groß</text><not-acceptable ${stanzas}/></error>`,
      ),
    )
    expect(await failure(test.session.request(query()))).toMatchObject({
      code: 'refused-by-server',
      details: { condition: 'not-acceptable', text: 'Zu groß' },
    })
  })

  it.each([
    ['without <error/>', ''],
    ['with an empty one', '<error/>'],
    ['with text in it', "<error type='cancel'>no</error>"],
  ])('%s is one all the same', async (_, inside) => {
    await using test = await online(answering(inside))
    expect(await failure(test.session.request(query()))).toMatchObject({
      code: 'refused-by-server',
      details: { condition: 'undefined-condition' },
    })
    expect(test.session.state().phase).toBe('online')
  })

  it('that arrives before it is waited for is no unhandled rejection', async () => {
    await using test = await online(answering("<error type='cancel'><item-not-found/></error>"), lateNetwork())
    const requests = Array.from({ length: 20 }, () => test.session.request(query()))
    const codes = await Promise.all(requests.map(codeOf))
    expect(new Set(codes)).toEqual(new Set(['refused-by-server']))
  })
})

describe('a request', () => {
  it('ends with the connection, however many wait', async () => {
    await using test = await online(async connection => {
      await connection.nextElement('iq')
      connection.reset()
    })
    const requests = [query(), query('bob@mired.org/a'), query()].map(iq => codeOf(test.session.request(iq)))
    expect(await Promise.all(requests)).toEqual(['network-lost', 'network-lost', 'network-lost'])
    expect(await codeOf(test.session.request(query()))).toBe('not-connected')
    expect(await codeOf(test.session.send(xml('presence')))).toBe('not-connected')
  })

  it('ends with a stream error', async () => {
    await using test = await online(async connection => {
      await connection.nextElement('iq')
      connection.send(streamError('system-shutdown'))
    })
    expect(await codeOf(test.session.request(query()))).toBe('network-lost')
  })

  it('has an id that cannot be guessed, a new one each time', async () => {
    const ids: (string | undefined)[] = []
    await using test = await online(async connection => {
      for (;;) {
        const request = await connection.nextElement('iq')
        ids.push(request.attributes.id)
        connection.send(result(request))
      }
    })
    for (let count = 0; count < 3; count++) await test.session.request(query())
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toMatch(/^[\w-]{12}$/)
  })
})

describe('a request of another', () => {
  const ask = (inside: string, attributes = ''): string =>
    `<iq type='get' id='7' from='bob@mired.org/a' to='ana@mired.org/centella-test' ${attributes}>${inside}</iq>`

  async function answer(
    question: string,
    prepare: (connection: Awaited<ReturnType<typeof online>>) => void = () => {},
  ) {
    const answered = Promise.withResolvers<string>()
    const start = Promise.withResolvers<void>()
    await using test = await online(async (connection: ScriptedConnection) => {
      await start.promise
      connection.send(question)
      answered.resolve((await connection.nextElement('iq')).xml)
    })
    prepare(test)
    start.resolve()
    return await answered.promise
  }

  it('is refused where nobody answers it', async () => {
    const text = await answer(ask("<q xmlns='urn:x'/>"))
    expect(text).toContain('service-unavailable')
    expect(text).toContain('to="bob@mired.org/a"')
    expect(text).toContain('id="7"')
  })

  it('is answered by its handler', async () => {
    const text = await answer(ask("<q xmlns='urn:x'/>"), test =>
      test.session.onIq('get', 'urn:x', 'q', iq => xml('q', 'urn:x', iq.attrs.from ?? '')),
    )
    expect(text).toContain('type="result"')
    expect(textOf(text, 'q')).toBe('bob@mired.org/a')
  })

  it('may be answered by nothing', async () => {
    const text = await answer(ask("<q xmlns='urn:x'/>"), test => test.session.onIq('get', 'urn:x', 'q', () => null))
    expect(text).toMatch(/^<iq [^>]*type="result"[^>]*\/>$/)
  })

  it.each([
    [new Error('bug'), 'internal-server-error'],
    [new AppError('refused-by-server', 'no', { condition: 'forbidden' }), 'forbidden'],
  ])('is refused where the handler throws %s', async (error, condition) => {
    const text = await answer(ask("<q xmlns='urn:x'/>"), test =>
      test.session.onIq('get', 'urn:x', 'q', () => {
        throw error
      }),
    )
    expect(text).toContain('type="error"')
    expect(text).toContain(condition)
  })

  it('is never answered from the address that was asked: another one than ours ends the stream', async () => {
    expect(await answer(ask("<q xmlns='urn:x'/>").replace('ana@', 'all@broadcast.'))).not.toContain('from=')
  })

  it('is bad where it asks two things or none', async () => {
    expect(await answer(ask("<q xmlns='urn:x'/><q xmlns='urn:y'/>"))).toContain('bad-request')
    expect(await answer(ask(''))).toContain('bad-request')
  })

  it.each([
    ['of no known kind', "type='nonsense'"],
    ['of no kind', ''],
  ])('is bad where it is %s', async (_, type) => {
    expect(await answer(ask("<q xmlns='urn:x'/>").replace("type='get'", type))).toContain('bad-request')
  })

  it('is refused without what it asked: a large one would come back larger than servers take', async () => {
    const text = await answer(ask(`<error xmlns='urn:x'><a>${'x'.repeat(300_000)}</a></error>`))
    expect(text).toMatch(/^<iq [^>]*><error type="cancel"><service-unavailable [^>]*\/><\/error><\/iq>$/)
    expect(await answer(ask(`<q xmlns='urn:x'/>${'x'.repeat(9)}<q xmlns='urn:y'/>`))).not.toContain('urn:x')
  })

  it.each([
    ['has no id', ask("<q xmlns='urn:x'/>").replace("id='7'", '')],
    ['has an id without end', ask("<q xmlns='urn:x'/>").replace("id='7'", `id='${'7'.repeat(2000)}'`)],
    ['is of another namespace', ask("<q xmlns='urn:x'/>", "xmlns='urn:other'")],
    ['comes from no possible address', ask("<q xmlns='urn:x'/>").replace('bob@mired.org/a', 'bob@@')],
    ['is an answer', ask("<q xmlns='urn:x'/>").replace("type='get'", "type='result'")],
    ['is an error', ask("<q xmlns='urn:x'/>").replace("type='get'", "type='error'")],
    ['is an error without a word', "<iq type='error' id='7'/>"],
  ])('is left out where it %s', async (_, question) => {
    expect(await answer(question + ask("<q xmlns='urn:x'/>").replace("id='7'", "id='8'"))).toContain('id="8"')
  })
})
