import { expect, test } from 'vitest'
import type { XmlConsoleEntry } from '../../../shared/domain/xml-console.ts'
import { parseElement, xml } from '../../stanza/element.ts'
import type { Clock } from '../ports/index.ts'
import { createXmlRecorder, recorderLimits } from './recorder.ts'

function world() {
  const told: (readonly XmlConsoleEntry[])[] = []
  let callback: (() => void) | null = null
  const clock: Clock = {
    now: () => 1000,
    after(_, call) {
      callback = call
      return () => {
        callback = null
      }
    },
  }
  const recorder = createXmlRecorder({ clock, tell: entries => told.push(entries) })
  return {
    recorder,
    told,
    waits: () => callback !== null,
    endTurn() {
      const call = callback
      callback = null
      call?.()
    },
  }
}

const message = (body: string) => xml('message', { from: 'bob@mired.org/x' }, xml('body', {}, body))
const xmlOf = (entries: readonly XmlConsoleEntry[]) =>
  entries.map(entry => (entry.type === 'element' ? entry.xml : `gap of ${entry.count}`))

test('before it is opened only how streams begin is kept, and nothing waits', () => {
  const { recorder, waits, endTurn } = world()
  recorder.tap('in', message('secretly'))
  recorder.tap('out', '<message to="bob@mired.org"><body>hi</body></message>')
  recorder.tap('in', parseElement('<a xmlns="urn:xmpp:sm:3" h="1"/>'))
  recorder.tap('out', '<r xmlns="urn:xmpp:sm:3"/>')
  expect(waits()).toBe(false)
  recorder.tap(
    'out',
    '<?xml version=\'1.0\'?><stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" to="mired.org">',
  )
  recorder.tap('out', '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">AGFuYQBhbmEtcHc=</auth>')
  recorder.tap(
    'in',
    parseElement('<iq type="result"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>a@b/c</jid></bind></iq>'),
  )
  endTurn()
  const shown = recorder.open()
  expect(shown).toHaveLength(3)
  expect(xmlOf(shown)[0]).toMatch(/^<stream:stream [^>]*to="mired.org">$/)
  expect(JSON.stringify(shown)).not.toContain('AGFuYQBhbmEtcHc=')
})

test('once opened everything is kept in its order and told in batches, also for who comes back', () => {
  const { recorder, told, endTurn } = world()
  recorder.open()
  recorder.tap('out', '<message><body>one</body></message>')
  recorder.tap('in', message('two'))
  expect(told).toEqual([])
  endTurn()
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject([
    { order: 1, direction: 'out', kind: 'message', time: 1000, xml: '<message>\n  <body>one</body>\n</message>' },
    { order: 2, direction: 'in', kind: 'message' },
  ])
  recorder.close()
  recorder.tap('in', message('three'))
  endTurn()
  expect(told).toHaveLength(1)
  expect(xmlOf(recorder.open()).at(-1)).toContain('three')
})

test('a flood is counted, and the count stands where it was', () => {
  const { recorder, told, endTurn } = world()
  recorder.open()
  const each = message('x')
  for (let count = 0; count < 5000; count++) recorder.tap('in', each)
  endTurn()
  const { entriesOfTurn } = recorderLimits
  expect(told[0]).toHaveLength(entriesOfTurn + 1)
  expect(told[0]?.at(-1)).toEqual({ type: 'gap', order: entriesOfTurn + 1, time: 1000, count: 5000 - entriesOfTurn })
  recorder.tap('in', each)
  endTurn()
  expect(told[1]).toHaveLength(1)
})

test('a flood of large ones costs no more than a small one', () => {
  const { recorder, told, endTurn } = world()
  recorder.open()
  const large = message('y'.repeat(50_000))
  for (let count = 0; count < 500; count++) recorder.tap('in', large)
  endTurn()
  expect(told[0]?.length).toBeLessThan(12)
})

test('it holds so many and so much, the newest', () => {
  const { recorder, endTurn } = world()
  recorder.open()
  for (let count = 1; count <= recorderLimits.entries + 300; count++) {
    recorder.tap('in', message(`m${count}`))
    if (count % 100 === 0) endTurn()
  }
  const entries = recorder.entries()
  expect(entries).toHaveLength(recorderLimits.entries)
  expect(xmlOf(entries).at(-1)).toContain(`m${recorderLimits.entries + 300}<`)
  for (let count = 0; count < 200; count++) {
    recorder.tap('in', message('z'.repeat(50_000)))
    endTurn()
  }
  expect(xmlOf(recorder.entries()).join('').length).toBeLessThanOrEqual(recorderLimits.size)
})

test('clearing forgets what was there, also what was not told yet', () => {
  const { recorder, told, endTurn } = world()
  recorder.open()
  recorder.tap('in', message('one'))
  expect(recorder.clear()).toBe(1)
  endTurn()
  expect(told).toEqual([])
  recorder.tap('in', message('two'))
  endTurn()
  expect(told[0]).toMatchObject([{ order: 2 }])
})

test('what is no element, or breaks while it is looked at, ends nothing and shows nothing', () => {
  const { recorder, endTurn } = world()
  recorder.open()
  const password = 'hunter2hunter2'
  for (const text of [
    '',
    '<',
    '<message',
    `<auth>${password}`,
    `<iq><query>&nbsp;${password}</query></iq>`,
    `${password}`,
  ]) {
    recorder.tap('out', text)
  }
  recorder.tap('in', null as never)
  endTurn()
  const entries = recorder.entries()
  expect(entries.length).toBeGreaterThan(5)
  expect(JSON.stringify(entries)).not.toContain(password)
  expect(entries.find(entry => entry.type === 'element' && entry.kind === 'message')).toMatchObject({
    xml: '',
    cut: true,
  })
})

test('nothing is left when the account goes', () => {
  const { recorder, told, waits } = world()
  recorder.open()
  recorder.tap('in', message('one'))
  recorder.dispose()
  expect(waits()).toBe(false)
  expect(recorder.entries()).toEqual([])
  expect(told).toEqual([])
})
