import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { connect } from 'node:net'
import packet from 'dns-packet'
import { expect, it } from 'vitest'
import { startDnsServer } from './dns-server.ts'

it('answers, refuses, fails and is silent by name, and counts', async () => {
  await using server = await startDnsServer({
    names: {
      '_xmpp-client._tcp.mired.org': {
        services: [
          { target: 'a.mired.org', port: 5222, priority: 10, weight: 60 },
          { target: 'b.mired.org', port: 5223 },
        ],
      },
      '_xmpp-client._tcp.none.org': { services: [{ target: '.', port: 0 }] },
      'mired.org': [{ addresses: ['127.0.0.1', '::1'] }],
      'refused.org': 'REFUSED',
      'failing.org': 'SERVFAIL',
      'silent.org': 'silent',
    },
  })
  const resolver = new Resolver({ timeout: 200, tries: 1 })
  resolver.setServers([server.address])
  expect(await resolver.resolveSrv('_xmpp-client._tcp.mired.org')).toMatchObject([
    { name: 'a.mired.org', port: 5222, priority: 10, weight: 60 },
    { name: 'b.mired.org', port: 5223, priority: 0, weight: 0 },
  ])
  const [nothing] = await resolver.resolveSrv('_xmpp-client._tcp.none.org')
  expect(['', '.']).toContain(nothing?.name)
  expect(await resolver.resolve4('MIRED.org')).toEqual(['127.0.0.1'])
  expect(await resolver.resolve6('mired.org')).toEqual(['::1'])
  await expect(resolver.resolveSrv('mired.org')).rejects.toMatchObject({ code: 'ENODATA' })
  await expect(resolver.resolve4('refused.org')).rejects.toMatchObject({ code: 'EREFUSED' })
  await expect(resolver.resolve4('failing.org')).rejects.toMatchObject({ code: 'ESERVFAIL' })
  await expect(resolver.resolve4('silent.org')).rejects.toMatchObject({ code: 'ETIMEOUT' })
  await expect(resolver.resolve4('other.org')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  expect(server.questions.slice(0, 3)).toEqual([
    'SRV _xmpp-client._tcp.mired.org',
    'SRV _xmpp-client._tcp.none.org',
    'A mired.org',
  ])
  server.change({ '*': { addresses: ['127.0.0.2'] } })
  expect(await resolver.resolve4('other.org')).toEqual(['127.0.0.2'])
})

it('answers by TCP as well', async () => {
  await using server = await startDnsServer({ names: { 'mired.org': { addresses: ['127.0.0.1'] } }, delay: 5 })
  const socket = connect(server.port, server.host)
  socket.write(packet.streamEncode({ type: 'query', id: 7, questions: [{ type: 'A', name: 'mired.org' }] }))
  const [message] = (await once(socket, 'data')) as [Buffer]
  expect(packet.streamDecode(message)).toMatchObject({ id: 7, answers: [{ type: 'A', data: '127.0.0.1' }] })
  socket.destroy()
})
