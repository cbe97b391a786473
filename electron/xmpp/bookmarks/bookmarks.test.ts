import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { silentLog } from '../../core/ports/index.ts'
import { parseElement } from '../../stanza/element.ts'
import { redact } from '../../stanza/redact/redact.ts'
import { createFakeChannel, type FakeChannel, serveUntil } from '../../testing/channel.ts'
import { type Bookmarks, createBookmarks } from './bookmarks.ts'
import { editItem, editStorage, type Wish } from './edit.ts'
import { mostBookmarks, parseItems, parseStorage, storageOf } from './parse.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const clase = 'clase@conference.mired.test' as BareJid
const at = (name: string) => `${name}@conference.mired.test` as BareJid
const list = (inside: string) => parseElement(`<storage xmlns="storage:bookmarks">${inside}</storage>`)
const read = (inside: string) => [...parseStorage(list(inside)).values()].map(each => each.bookmark)
const wish = (address: BareJid, autojoin: boolean, nick: string | null = null): Wish => ({
  bookmark: { address, name: 'Ñ <b>', nick, autojoin, password: null },
  renames: nick !== null,
  formerName: null,
})

describe('what is read', () => {
  test("of Openfire's two places, and of Spark's", () => {
    const bookmark = { address: clase, nick: 'Ana', autojoin: true, password: null }
    expect(parseStorage(storageOf(parseElement(fixture('openfire-storage')))).get(clase)?.bookmark).toEqual({
      ...bookmark,
      name: 'Clase',
    })
    expect(parseItems(parseElement(fixture('openfire-items'))).get(clase)).toMatchObject({
      bookmark: { ...bookmark, name: 'Clase 2' },
      id: clase,
    })
    expect(parseStorage(storageOf(parseElement(fixture('openfire-empty')))).size).toBe(0)
    const spark = parseStorage(storageOf(parseElement(fixture('spark-storage'))))
    expect([...spark.values()].map(each => each.bookmark)).toEqual([
      { address: at('sala_de_spark'), name: 'Sala marcada', nick: 'bobby', autojoin: true, password: null },
    ])
  })

  test('what is no room is left out, and of two the first counts', () => {
    const jids = ['', 'conference.mired.test', 'a b@x', `${clase}/Ana`, '<>', at('a'), at('A'), at('b')]
    const found = read(
      jids.map(jid => `<conference jid="${jid.replace(/</g, '&lt;')}" name="${jid.length}"/>`).join(''),
    )
    expect(found.map(each => [each.address, each.name])).toEqual([
      [at('a'), String(at('a').length)],
      [at('b'), String(at('b').length)],
    ])
    expect(
      parseItems(
        parseElement(
          '<iq><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="other"><item id="a@b.c"/></items></pubsub></iq>',
        ),
      ).size,
    ).toBe(0)
  })

  test('names and nicks of others: markup is text, directions turn nothing, what is huge is cut or none', () => {
    const huge = 'x'.repeat(200_000)
    const [one, two, three] = read(
      `<conference jid="${at('a')}" name="&lt;b&gt;\u202eClase\u2066" autojoin="1"><nick>\u0007</nick></conference>
       <conference jid="${at('b')}" name="${huge}" autojoin="TRUE"><nick>${huge}</nick><password>${huge}</password></conference>
       <conference jid="${at('c')}" autojoin="true"><password>abc</password></conference>`.replace('\u0007', ' '),
    )
    expect(one).toMatchObject({ name: '<b>Clase', nick: null, autojoin: true })
    expect(two).toMatchObject({ nick: null, autojoin: false, password: null })
    expect(two?.name).toHaveLength(200)
    expect(three).toMatchObject({ name: null, autojoin: true, password: 'abc' })
  })

  test('no list is longer than a person can have', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `<conference jid="${at(`r${index}`)}"/>`).join('')
    expect(parseStorage(list(many)).size).toBe(mostBookmarks)
  })
})

describe('what is changed', () => {
  const page = '<url name="Notas" url="https://mired.test/"/>'
  const theirs = `<conference jid="${clase}" name="Suya" autojoin="1"><nick>N</nick><password>abc</password><x xmlns="a:b">c</x></conference>`
  const odd = '<conference jid="gateway.mired.test" name="?"/>'

  test('in the list: all else is as it was', () => {
    const before = list(page + theirs + odd)
    expect(String(editStorage(before, new Map([[clase, wish(clase, false)]])))).toBe(
      String(list(page + theirs.replace(' autojoin="1"', '') + odd)),
    )
    expect(String(editStorage(before, new Map([[clase, null]])))).toBe(String(list(page + odd)))
    expect(String(before)).toBe(String(list(page + theirs + odd)))
    expect(String(editStorage(null, new Map([[clase, wish(clase, true, 'Ana')]])))).toBe(
      `<storage xmlns="storage:bookmarks"><conference jid="${clase}" name="Ñ &lt;b&gt;" autojoin="true"><nick>Ana</nick></conference></storage>`,
    )
    expect(String(editStorage(before, new Map([[clase, wish(clase, true, 'Otra')]])))).toContain(
      '<nick>Otra</nick><password>abc',
    )
  })

  test('in an item: "clients MUST preserve these"', () => {
    const item = parseElement(
      `<conference xmlns="urn:xmpp:bookmarks:1" name="Suyo" autojoin="true"><extensions><p xmlns="a:b"/></extensions></conference>`,
    )
    expect(String(editItem(item, wish(clase, false)))).toBe(
      '<conference xmlns="urn:xmpp:bookmarks:1" name="Suyo"><extensions><p xmlns="a:b"/></extensions></conference>',
    )
  })

  test('a name is written where there is none, or where the room was called so', () => {
    const called = (name: string, formerName: string | null = null) =>
      editItem(parseElement(`<conference xmlns="urn:xmpp:bookmarks:1"${name}/>`), { ...wish(clase, false), formerName })
        .attrs.name
    expect(called('')).toBe('Ñ <b>')
    expect(called(' name=" "')).toBe('Ñ <b>')
    expect(called(' name="Suyo"')).toBe('Suyo')
    expect(called(' name="Suyo"', 'Vieja')).toBe('Suyo')
    expect(called(' name="Vieja"', 'Vieja')).toBe('Ñ <b>')
  })

  test('a password is in no log', () => {
    const set = parseElement(`<iq type="set"><query xmlns="jabber:iq:private">${list(theirs)}</query></iq>`)
    expect(String(redact(set).element)).not.toContain('abc')
  })
})

describe('what is written', () => {
  let channel: FakeChannel
  let bookmarks: Bookmarks
  let changed: number
  let features: ReadonlySet<string>
  const publish = 'http://jabber.org/protocol/pubsub#publish'

  const known = { accountSupports: async (namespace: string) => features.has(namespace) }

  beforeEach(() => {
    channel = createFakeChannel('ana@mired.test/rec')
    changed = 0
    features = new Set([publish])
    bookmarks = createBookmarks({
      channel,
      discovery: known,
      onChanged: () => {
        changed++
      },
      log: silentLog,
    })
    channel.goOnline()
  })

  afterEach(() => {
    bookmarks.dispose()
    expect(channel.listeners()).toBe(0)
  })

  const serve = <Result>(promise: Promise<Result>, answer: (iq: string) => string | AppError) =>
    serveUntil(channel, promise, answer)
  const refused = (condition: string) => new AppError('refused-by-server', 'no', { condition })
  const ok = '<iq type="result"/>'
  const wishes = new Map([[clase, wish(clase, true, 'Ana')]])
  const sizes = () =>
    channel
      .texts()
      .flatMap(text => (text.includes('<publish ') ? [/max_items"><value>(\w+)/.exec(text)?.[1] ?? ''] : []))

  /** A server with both places; `takes` says what becomes of a publication. */
  function server(takes: (iq: string) => string | AppError = () => ok, keeps = true) {
    let storage = '<storage xmlns="storage:bookmarks"/>'
    let item = ''
    return (iq: string): string | AppError => {
      if (iq.includes('jabber:iq:private')) {
        if (iq.includes('type="set"')) storage = /<storage.*<\/storage>/.exec(iq)?.[0] ?? storage
        return iq.includes('type="set"')
          ? ok
          : `<iq type="result"><query xmlns="jabber:iq:private">${storage}</query></iq>`
      }
      if (iq.includes('<publish ')) {
        const said = takes(iq)
        if (typeof said === 'string' && keeps) item = /<item .*<\/item>/.exec(iq)?.[0] ?? ''
        return said
      }
      if (iq.includes('<items '))
        return `<iq type="result"><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:bookmarks:1">${item}</items></pubsub></iq>`
      return ok
    }
  }
  async function write(answer: (iq: string) => string | AppError) {
    const now = await serve(bookmarks.read(), answer)
    return serve(bookmarks.write(now, wishes), answer)
  }

  test('in both places; never without end where the server does not say that it knows such bookmarks', async () => {
    const written = await write(server())
    expect(written.storage?.has(clase)).toBe(true)
    expect(written.items?.has(clase)).toBe(true)
    expect(sizes()).toEqual(['1000'])
    expect(
      channel
        .texts()
        .filter(text => text.includes('publish-options'))
        .every(text => text.includes('whitelist')),
    ).toBe(true)
  })

  test('without end where it does, and in another way where it stays silent all the same', async () => {
    features = new Set([publish, 'urn:xmpp:bookmarks:1#compat'])
    const silent = (iq: string) =>
      iq.includes('<value>max</value>') ? new AppError('request-timed-out', 'silence') : ok
    expect((await write(server(silent))).items?.has(clase)).toBe(true)
    expect(sizes()).toEqual(['max', '1000'])
  })

  test('into a node of another make, which is made private first', async () => {
    const conflict = parseElement(fixture('openfire-precondition')).getChild('error')?.getChildElements()[0]?.getName()
    expect(conflict).toBe('conflict')
    const taken = (iq: string) => (iq.includes('publish-options') ? refused('conflict') : ok)
    expect((await write(server(taken))).items?.has(clase)).toBe(true)
    expect(channel.texts().find(text => text.includes('pubsub#owner'))).toContain('whitelist')
  })

  test('ejabberd 23 hears of no size while publishing: the node is made first', async () => {
    const taken = (iq: string) => (iq.includes('max_items') ? refused('resource-constraint') : ok)
    expect((await write(server(taken))).items?.has(clase)).toBe(true)
    expect(channel.texts().some(text => text.includes('<create ') && text.includes('max_items"><value>1000'))).toBe(
      true,
    )
  })

  test('what the server does not keep is no place: nothing is concluded from it', async () => {
    const answer = server(() => ok, false)
    const written = await write(answer)
    expect(written.items).toBeNull()
    expect(written.storage?.has(clase)).toBe(true)
    expect((await serve(bookmarks.read(), answer)).items).toBeNull()
  })

  test('once, where the server keeps both the same', async () => {
    let items = ''
    const both = (iq: string): string => {
      if (iq.includes('<publish ')) items = /<conference.*<\/conference>/.exec(iq)?.[0] ?? ''
      const old = items.replace('xmlns="urn:xmpp:bookmarks:1"', `jid="${clase}"`)
      if (iq.includes('jabber:iq:private'))
        return `<iq type="result"><query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks">${old}</storage></query></iq>`
      const item = items === '' ? '' : `<item id="${clase}">${items}</item>`
      return `<iq type="result"><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:bookmarks:1">${item}</items></pubsub></iq>`
    }
    expect((await write(both)).storage?.has(clase)).toBe(true)
    expect(channel.texts().filter(text => text.includes('jabber:iq:private') && text.includes('type="set"'))).toEqual(
      [],
    )
  })

  describe('while others remove it', () => {
    const named = new Map([[clase, { ...wish(clase, true), formerName: 'Clase' }]])
    const kept = `jid="${clase}" name="Clase" autojoin="true"`
    const sets = () => channel.texts().filter(text => text.includes('type="set"'))
    const stored = (inside: string) =>
      `<iq type="result"><query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks">${inside}</storage></query></iq>`
    const itemized = (inside: string) =>
      `<iq type="result"><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:bookmarks:1">${inside}</items></pubsub></iq>`

    test('from the list: it does not come back', async () => {
      features = new Set()
      let reads = 0
      const answer = () => stored(reads++ === 0 ? `<conference ${kept}/>` : '')
      const now = await serve(bookmarks.read(), answer)
      const written = await serve(bookmarks.write(now, named), answer)
      expect(sets()).toEqual([])
      expect(written.storage?.get(clase)?.bookmark.name).toBe('Clase')
      expect((await serve(bookmarks.read(), answer)).storage?.size).toBe(0)
    })

    test('from the items: they are still a place', async () => {
      let item = ''
      const answer = (iq: string): string => {
        if (iq.includes('<publish ')) item = /<item .*<\/item>/.exec(iq)?.[0] ?? ''
        return iq.includes('jabber:iq:private') ? stored(`<conference ${kept}/>`) : itemized(item)
      }
      const now = await serve(bookmarks.read(), answer)
      const first = await serve(bookmarks.write(now, wishes), answer)
      expect(first.items?.has(clase)).toBe(true)
      const removing = (iq: string) => (iq.includes('<publish ') ? ok : itemized(''))
      const other = new Map([[clase, wish(clase, false)]])
      const second = await serve(bookmarks.write(first, other), removing)
      expect(second.items?.get(clase)?.bookmark.autojoin).toBe(true)
      // One that has just been taken and is not there says that nothing is kept, whatever else has gone.
      const both = new Map([...other, [at('otra'), wish(at('otra'), true)] as const])
      const third = createBookmarks({ channel, discovery: known, onChanged: () => {}, log: silentLog })
      expect((await serve(third.write(first, both), removing)).items).toBeNull()
      third.dispose()
      expect((await serve(bookmarks.read(), removing)).items?.size).toBe(0)
    })
  })

  test('in private storage alone, where the account has no nodes', async () => {
    features = new Set()
    expect(await write(server())).toMatchObject({ items: null })
    expect(channel.texts().some(text => text.includes('pubsub'))).toBe(false)
  })

  test('nowhere, where the list could not be read: it would be lost', async () => {
    const silent = (iq: string) => (iq.includes('private') ? new AppError('request-timed-out', 'silence') : ok)
    features = new Set()
    expect(await write(silent)).toEqual({ storage: null, items: null })
    expect(channel.texts().some(text => text.includes('type="set"'))).toBe(false)
  })

  test.each([
    ['openfire-event-items', 1],
    ['openfire-event-storage', 1],
    // What Openfire tells of its root node says the same once more.
    ['openfire-event-root', 0],
  ])('%s tells of a change', async (name, times) => {
    await channel.receive(fixture(name))
    expect(changed).toBe(times)
  })

  test('what others say of bookmarks is nothing', async () => {
    const event = fixture('openfire-event-items')
    for (const from of ['bob@mired.test', 'mired.test', 'pubsub.mired.test', 'ana@mired.test/rec', 'a b'])
      await channel.receive(event.replace(' from="ana@mired.test"', ` from="${from}"`))
    expect(changed).toBe(0)
  })
})
