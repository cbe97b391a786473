/** A name server of the tests' own, on 127.0.0.1 by UDP and TCP: right, wrong, or silent. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import packet from 'dns-packet'

export interface DnsService {
  readonly target: string
  readonly port: number
  readonly priority?: number
  readonly weight?: number
}

/** What a name has, or how asking for it goes wrong. */
export type DnsEntry =
  | { readonly services: readonly DnsService[] }
  | { readonly addresses: readonly string[] }
  | 'SERVFAIL'
  | 'REFUSED'
  | 'NXDOMAIN'
  | 'silent'

export interface DnsServerOptions {
  /** By name, lower case; `*` is for every other name, NXDOMAIN when it is left out. */
  readonly names: Readonly<Record<string, DnsEntry | readonly DnsEntry[]>>
  /** Milliseconds before each answer. */
  readonly delay?: number
}

export interface DnsServer extends AsyncDisposable {
  readonly host: '127.0.0.1'
  readonly port: number
  /** `127.0.0.1:PORT`, as `resolver.setServers` takes it. */
  readonly address: string
  /** Every question so far, as `SRV _xmpp-client._tcp.mired.org`. */
  readonly questions: readonly string[]
  /** Other names from now on. */
  readonly change: (names: DnsServerOptions['names']) => void
}

/** Starts it on a free port, the same one for UDP and TCP. */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  let { names } = options
  const questions: string[] = []
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()

  const answer = (request: packet.Packet, send: (response: packet.Packet) => void) => {
    const [question] = request.questions ?? []
    if (question === undefined) return
    const name = question.name.toLowerCase()
    questions.push(`${question.type} ${name}`)
    const found = names[name] ?? names['*'] ?? 'NXDOMAIN'
    const entries =
      typeof found === 'object' && Array.isArray(found) ? (found as readonly DnsEntry[]) : [found as DnsEntry]
    if (entries.includes('silent')) return
    const code = entries.map(entry => failures[String(entry)]).find(one => one !== undefined) ?? 0
    const response: packet.Packet = {
      type: 'response',
      id: request.id ?? 0,
      // RFC 1035, 4.1.1: "RD ... is copied into the response"; Erlang looks.
      flags:
        packet.AUTHORITATIVE_ANSWER |
        packet.RECURSION_AVAILABLE |
        (packet.RECURSION_DESIRED & (request.flags ?? 0)) |
        code,
      questions: [question],
      answers: code === 0 ? entries.flatMap(entry => records(entry, question.name, question.type)) : [],
    }
    if (options.delay === undefined) return send(response)
    const timer = setTimeout(() => {
      timers.delete(timer)
      send(response)
    }, options.delay)
    timers.add(timer)
  }

  const tcp = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    let held = Buffer.alloc(0)
    socket.on('data', chunk => {
      held = Buffer.concat([held, chunk])
      // RFC 1035, 4.2.2: two bytes of length before each message.
      while (held.length >= 2 && held.length >= 2 + held.readUInt16BE()) {
        const size = 2 + held.readUInt16BE()
        const request = packet.streamDecode(held.subarray(0, size))
        held = held.subarray(size)
        answer(request, response => void (socket.writable && socket.write(packet.streamEncode(response))))
      }
    })
  })
  tcp.listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const bound = tcp.address()
  if (bound === null || typeof bound === 'string') throw new Error('dns server: no port')

  const udp = createSocket('udp4')
  let open = true
  udp.on('message', (message, from) => {
    answer(packet.decode(message), response => {
      if (open) udp.send(packet.encode(response), from.port, from.address)
    })
  })
  udp.bind(bound.port, '127.0.0.1')
  await once(udp, 'listening')

  return {
    host: '127.0.0.1',
    port: bound.port,
    address: `127.0.0.1:${bound.port}`,
    questions,
    change: changed => {
      names = changed
    },
    [Symbol.asyncDispose]: async () => {
      open = false
      for (const timer of timers) clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      tcp.close()
      udp.close()
      await Promise.all([once(tcp, 'close'), once(udp, 'close')])
    },
  }
}

/** RFC 1035, 4.1.1. */
const failures: Readonly<Record<string, number | undefined>> = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 }

function records(entry: DnsEntry, name: string, type: string): packet.Answer[] {
  if (typeof entry === 'string') return []
  if ('services' in entry) {
    if (type !== 'SRV') return []
    return entry.services.map(({ target, port, priority = 0, weight = 0 }) => ({
      type: 'SRV',
      name,
      ttl: 0,
      data: { target, port, priority, weight },
    }))
  }
  return entry.addresses
    .filter(address => (address.includes(':') ? type === 'AAAA' : type === 'A'))
    .map(address => ({ type: address.includes(':') ? 'AAAA' : 'A', name, ttl: 0, data: address }))
}
