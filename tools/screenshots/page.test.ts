import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { FakeBridge } from '../../renderer/screens/fake-bridge.ts'
import type { WorldId } from '../../renderer/screens/worlds.ts'
import { mediaScheme } from '../../shared/domain/profile.ts'
import { faceOf } from './face.ts'
import { launchChromium } from './launch-chromium.ts'
import { pageBuild } from './page-build.ts'
import { focusedIn, threeFrames } from './page-questions.ts'
import { type Served, serve } from './serve.ts'

// What only a browser can tell of the page: where the focus goes, what scrolling does, what is drawn again.

vi.setConfig({ testTimeout: 120_000 })

declare global {
  interface Window {
    fakeBridge: FakeBridge
  }
}

let folder: string
let served: Served
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'centella-page-'))
  // As the program has it: React for development takes more than twice as long for everything.
  vi.stubEnv('NODE_ENV', 'production')
  await build({ ...pageBuild, build: { ...pageBuild.build, outDir: folder, minify: false } })
  vi.unstubAllEnvs()
  served = await serve(folder)
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await served?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.route(`${mediaScheme}://**`, route => route.fulfill({ contentType: 'image/png', body: faceOf('') }))
  faults = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
})
afterEach(async () => {
  await page.context().close()
  expect(faults).toEqual([])
})

async function show(world: WorldId): Promise<void> {
  await page.goto(`${served.url}?world=${world}`)
  await page.locator('.frame').waitFor()
}
async function openChat(name: string): Promise<void> {
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click()
  await page.getByRole('region', { name: `Conversation with ${name}` }).waitFor()
  await page.getByRole('article').first().waitFor()
}
const focused = () => focusedIn(page)
const frames = () => threeFrames(page)

test('the focus is in the list at first, in the composer of what is opened, and Escape leads back', async () => {
  await show('usual')
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'option')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Conversation with Carla' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'option')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^C?Carla/)
})

test('a key that stays on its row in a list takes the focus from nobody later', async () => {
  await show('answered')
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'option')
  const written = () => page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
  await page.keyboard.press('Enter')
  await written()
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'option')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await written()
  await page.keyboard.type('At once')
  await frames()
  expect(await focused()).toBe('Message')
  expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('At once')
})

test('F6 goes through the panes in their order and back', async () => {
  await show('answered')
  await openChat('Ana')
  const walk = async (key: string, count: number) => {
    const names: unknown[] = []
    for (let step = 0; step < count; step++) {
      await page.keyboard.press(key)
      names.push(await focused())
    }
    return names
  }
  const order = [
    'Search people and chats',
    'Chats',
    'DIV',
    'Search in this conversation',
    'You, 10:44, Waiting to be sent',
    'Message',
  ]
  expect(await walk('F6', 6)).toEqual(order)
  expect((await walk('Shift+F6', 2))[0]).toBe('You, 10:44, Waiting to be sent')
})

test('older messages come in above without moving what is being read', async () => {
  await show('long')
  await openChat('Ana')
  const log = page.getByRole('log')
  // The page is asked for, and comes when it is let go.
  await page.evaluate(() => {
    const { call } = window.fakeBridge
    window.fakeBridge.call = async (name, payload) => {
      const answer = await call(name, payload)
      if (name === 'message.page')
        await new Promise<void>(done => addEventListener('let-go', () => done(), { once: true }))
      return answer
    }
  })
  await log.evaluate(element => element.scrollTo(0, 0))
  await page.waitForFunction(() => window.fakeBridge.calls.some(call => call.name === 'message.page'))
  await frames()
  const place = () =>
    log.evaluate(element => ({
      tops: [...element.querySelectorAll('article')].map(each => [
        each.textContent,
        Math.round(each.getBoundingClientRect().top - element.getBoundingClientRect().top),
      ]),
      height: element.scrollHeight,
    }))
  const before = await place()
  await page.evaluate(() => dispatchEvent(new Event('let-go')))
  await page.waitForFunction(
    height => (document.querySelector('[role=log]')?.scrollHeight ?? 0) > height,
    before.height,
  )
  await frames()
  const after = new Map((await place()).tops as [string, number][])
  const seen = (before.tops as [string, number][]).filter(([, top]) => top > 100 && top < 500)
  expect(seen.length).toBeGreaterThan(3)
  for (const [text, top] of seen) expect(Math.abs((after.get(text) ?? Number.NaN) - top), text).toBeLessThan(3)
})

test('scrolled to the top again and again, all of the conversation is reached', {
  timeout: 60_000,
}, async () => {
  await show('long')
  await openChat('Ana')
  const log = page.getByRole('log')
  const first = () => log.evaluate(element => element.querySelector('.message-text')?.textContent ?? '')
  const scrollUp = async () => {
    await log.evaluate(element => element.scrollTo(0, 0))
    await frames()
    return first()
  }
  await expect.poll(scrollUp, { timeout: 40_000, interval: 1 }).toMatch(/^1\. /)
  await expect.poll(() => page.getByText('Loading older messages…').count()).toBe(0)
  await page.getByRole('button', { name: 'Jump to the newest message' }).click()
  await page.getByText('Tell me how many you need.').last().waitFor()
})

test('a flood of presences touches nothing of the log', async () => {
  await show('crowd')
  await openChat('Ana')
  await frames()
  const changes = await page.evaluate(async () => {
    const log = document.querySelector('[role=log]')
    let count = 0
    const observer = new MutationObserver(records => {
      count += records.length
    })
    if (log !== null) observer.observe(log, { subtree: true, childList: true, attributes: true, characterData: true })
    for (let round = 0; round < 20; round++) {
      const presences = Array.from({ length: 1000 }, (_, index) => ({
        address: `person${index}@mired.org` as never,
        availability: round % 2 === 0 ? ('away' as const) : ('available' as const),
        status: null,
      }))
      window.fakeBridge.send({ type: 'presence.changed', account: 'ricky@mired.org' as never, presences })
    }
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    observer.disconnect()
    return count
  })
  expect(changes).toBe(0)
})

test('ten thousand people are in a room, and others come and go: what is written there is written at once', {
  timeout: 120_000,
}, async () => {
  page.setDefaultTimeout(60_000)
  await show('room-crowd')
  await page.getByRole('option', { name: /clase/ }).first().click()
  const panel = page.getByRole('complementary', { name: 'Participants' })
  await expect.poll(() => panel.getByRole('listitem').count(), { timeout: 60_000 }).toBeGreaterThan(5)
  const going = page.evaluate(async () => {
    for (let round = 0; round < 25; round++) {
      const unknown = { occupantId: null, address: null, status: null }
      const numbers = Array.from({ length: 400 }, (_, index) => round * 400 + index)
      const who = { role: 'participant', affiliation: 'none', availability: 'available' } as const
      const occupants = numbers.map(number => ({ ...who, ...unknown, nick: `New ${number}` }))
      const gone = numbers.map(number => `Person ${number}`)
      const to = { account: 'ricky@mired.org' as never, room: 'clase@salas.mired.org' as never, replaces: false }
      window.fakeBridge.send({ type: 'occupants.changed', ...to, occupants, gone })
      await new Promise(done => setTimeout(done, 20))
    }
  })
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.pressSequentially('all of it, while they come', { delay: 20 })
  await Promise.all([going, expect.poll(() => field.inputValue()).toBe('all of it, while they come')])
  expect(await panel.getByRole('listitem').count()).toBeLessThan(100)
  await panel.getByRole('searchbox').fill('New 9999')
  await expect
    .poll(() => panel.getByRole('listitem').allInnerTexts(), { timeout: 60_000 })
    .toEqual([expect.stringContaining('New 9999')])
})

test('what cannot be handed over comes back, and drafts stay with their conversation', async () => {
  await show('answered')
  await openChat('Ana')
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.fill('Are you there?')
  await field.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'Not sent' }).last().waitFor()
  await expect.poll(() => field.inputValue()).toBe('Are you there?')
  await openChat('Bob')
  expect(await field.inputValue()).toBe('')
  await page.getByRole('option', { name: /^Ana.*Draft: Are you there\?/ }).waitFor()
  await openChat('Ana')
  expect(await field.inputValue()).toBe('Are you there?')
})

test('people are found by name, strangers by their whole address, with the keyboard alone', async () => {
  await show('usual')
  await page.keyboard.press('Control+k')
  expect(await focused()).toBe('Search people and chats')
  await page.keyboard.insertText('luci')
  await page
    .getByRole('listbox', { name: 'Search results' })
    .getByRole('option', { name: /Lucía.*lucia@mired\.org/ })
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Conversation with Lucía' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('stranger@other.example')
  await page.getByRole('option', { name: 'Write to stranger@other.example' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Conversation with stranger' }).waitFor()
  await expect.poll(focused).toBe('Message')
})

test('contacts, messages and the directory answer together, each with a mark of where it came from', async () => {
  await show('answered')
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('ale')
  const results = page.getByRole('listbox', { name: 'Search results' })
  const directory = results.getByRole('group', { name: 'Directory of mired.org' })
  await directory.getByRole('option', { name: /Alejandra.*alejandra@mired\.org/ }).waitFor()
  // Whom the contact list has is not shown a second time; names are text, whatever they hold.
  expect(await results.getByRole('option', { name: /alejandro@mired\.org/ }).count()).toBe(1)
  expect(await directory.getByRole('option', { name: '<b>Galeno</b> مدرسة' }).count()).toBe(1)
  expect(await results.getByRole('group').evaluateAll(all => all.map(each => each.ariaLabel))).toEqual([
    'Contacts',
    'Directory of mired.org',
  ])
  const calls = () => page.evaluate(() => window.fakeBridge.calls.filter(call => call.name === 'search.directory'))
  expect(await calls()).toHaveLength(1)
  for (const [text, note] of [
    ['tarde', 'directorySilent'],
    ['todo', 'crowd'],
    ['nada', 'noDirectory'],
  ] as const) {
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(text)
    await page.locator(`[data-note="${note}"]`).waitFor()
  }
  await page.keyboard.press('Escape')
  await page.keyboard.insertText('x')
  await frames()
  expect((await calls()).map(({ payload }) => (payload as { text: string }).text)).toEqual([
    'ale',
    'tarde',
    'todo',
    'nada',
  ])
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('alejandra')
  await directory.getByRole('option', { name: /Alejandra/ }).waitFor()
  await page.keyboard.press('Shift+Enter')
  const dialog = page.getByRole('dialog', { name: 'Add contact' })
  expect(await dialog.getByRole('textbox', { name: 'XMPP address' }).inputValue()).toBe('alejandra@mired.org')
  expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Alejandra')
})

test('a message that is found is shown among those around it, and from there on both ways', {
  timeout: 30_000,
}, async () => {
  await show('long')
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('150 onion')
  await page
    .getByRole('group', { name: 'Messages' })
    .getByRole('option', { name: /150\. Onion/ })
    .waitFor()
  await page.keyboard.press('Enter')
  const found = page.locator('article[data-found="true"]')
  await found.waitFor()
  expect(await found.textContent()).toContain('150. Onion')
  expect(await found.evaluate(each => each === document.activeElement)).toBe(true)
  await expect
    .poll(() => found.evaluate(each => Math.abs(each.getBoundingClientRect().top - window.innerHeight / 2)))
    .toBeLessThan(100)
  expect(await page.getByText('Tell me how many you need.').count()).toBe(1) // In the list of chats alone.
  for (const [key, text] of [
    ['Home', /^1\. Onion/],
    ['End', /^Tell me how many/],
  ] as const) {
    const wanted = page.getByRole('log').getByText(text)
    for (let round = 0; round < 20 && (await wanted.count()) === 0; round++) {
      // As far as is loaded, which brings the next page.
      await page.keyboard.press(key)
      await frames()
    }
    await wanted.waitFor()
  }
  // What is written stands at the end.
  const jumps = page.evaluate(() => window.fakeBridge.calls.filter(call => call.name === 'conversation.open').length)
  expect(await jumps).toBe(0)
})

test('from the middle of a conversation one button leads to its end', async () => {
  await show('long')
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('150 onion')
  await page
    .getByRole('group', { name: 'Messages' })
    .getByRole('option', { name: /150\. Onion/ })
    .click()
  await page.locator('article[data-found="true"]').waitFor()
  await page.getByRole('button', { name: 'Jump to the newest message' }).click()
  await page.getByRole('log').getByText('Tell me how many you need.').waitFor()
  expect(await page.locator('article[data-found="true"]').count()).toBe(0)
})

test('a message that comes in while the end is in sight is shown there; further up it is counted', async () => {
  await show('long')
  await openChat('Ana')
  const receive = (order: number) =>
    page.evaluate(at => {
      const account = 'ricky@mired.org' as never
      const peer = 'ana@mired.org' as never
      const message = {
        account,
        peer,
        id: `new ${at}` as never,
        direction: 'in',
        body: `New message ${at}`,
        time: Date.now(),
        order: at,
        state: null,
        failure: null,
      } as const
      window.fakeBridge.send(
        { type: 'message.changed', account, peer, messages: [message] },
        {
          type: 'conversation.changed',
          account,
          conversations: [
            {
              ...{ account, peer, kind: 'person', lastMessage: message },
              ...{ unread: at - 1000, mentioned: false, readUpTo: 1000, draft: '' },
            },
          ],
        },
      )
    }, order)
  await receive(1001)
  await page.getByRole('log').getByText('New message 1001').waitFor()
  await page.getByRole('log').hover()
  await page.mouse.wheel(0, -2000)
  await page.getByRole('button', { name: /^Jump to/ }).waitFor()
  await receive(1002)
  await page.getByRole('button', { name: 'Jump to 2 new messages' }).click()
  await page.getByRole('log').getByText('New message 1002').waitFor()
})

test('what has been before the eyes of the person is told to be read, once', async () => {
  await show('usual')
  await openChat('Ana')
  const read = () =>
    page.evaluate(() =>
      window.fakeBridge.calls.filter(call => call.name === 'conversation.markRead').map(call => call.payload),
    )
  await expect.poll(read).toEqual([{ account: 'ricky@mired.org', peer: 'ana@mired.org', upTo: 6 }])
})

test('the end stays in sight while the composer grows, the window shrinks and long messages come in', async () => {
  await show('long')
  await openChat('Ana')
  const log = page.getByRole('log')
  const fromEnd = () => log.evaluate(element => element.scrollHeight - element.clientHeight - element.scrollTop)
  const stays = async () => {
    await frames()
    await frames()
    expect(await fromEnd()).toBeLessThan(24)
    expect(await page.getByRole('button', { name: /^Jump to/ }).count()).toBe(0)
  }
  await stays()
  await page.getByRole('textbox', { name: 'Message' }).fill(Array(12).fill('a line').join('\n'))
  await stays()
  await page.setViewportSize({ width: 700, height: 500 })
  await stays()
  await page.evaluate(() => {
    const account = 'ricky@mired.org' as never
    const peer = 'ana@mired.org' as never
    for (let order = 1001; order < 1007; order++) {
      const id = `new ${order}` as never
      const body = `${order} ${'a long message '.repeat(80)}`
      const message = {
        account,
        peer,
        id,
        body,
        order,
        direction: 'in',
        time: order,
        state: null,
        failure: null,
      } as const
      const row = {
        ...{ account, peer, kind: 'person' as const, lastMessage: message },
        ...{ unread: order - 1000, mentioned: false, readUpTo: 1000, draft: '' },
      }
      window.fakeBridge.send(
        { type: 'message.changed', account, peer, messages: [message] },
        { type: 'conversation.changed', account, conversations: [row] },
      )
    }
  })
  await log.getByText(/^1006/).waitFor()
  await stays()
  expect(await page.getByText(/new messages?$/).count()).toBe(0)
})

/** Answers one command otherwise, from when `let-go` is told on. */
const answerOnce = (name: string, code: string) =>
  page.evaluate(
    ([wanted, failure]) => {
      const { call } = window.fakeBridge
      window.fakeBridge.call = async (name, payload) => {
        if (name !== wanted) return call(name, payload)
        await new Promise<void>(done => addEventListener('let-go', () => done(), { once: true }))
        window.fakeBridge.call = call
        return { ok: false, failure: { code: failure as never, details: {} } }
      }
    },
    [name, code] as const,
  )
const letGo = () => page.evaluate(() => dispatchEvent(new Event('let-go')))
const callsOf = (name: string) =>
  page.evaluate(
    wanted => window.fakeBridge.calls.filter(call => call.name === wanted).map(call => call.payload as unknown),
    name,
  )
const hold = (event: 'dragenter' | 'dragleave' | 'drop', names: readonly string[]) =>
  page.locator('.conversation').evaluate(
    (element, [type, files]) => {
      const dataTransfer = new DataTransfer()
      for (const name of files) dataTransfer.items.add(new File(['x'], name))
      element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
    },
    [event, names] as const,
  )

test('files are dropped on a conversation and sent with what is written; what does not go is there again', async () => {
  await show('files going')
  await openChat('Ana')
  await hold('dragenter', ['a.pdf'])
  await page.getByText('Drop here to send to Ana').waitFor()
  await hold('dragleave', ['a.pdf'])
  await expect.poll(() => page.getByText('Drop here to send to Ana').count()).toBe(0)
  await hold('drop', ['a.pdf', 'b.pdf'])
  const tray = page.getByRole('list', { name: 'Files to send' })
  await tray.getByText('b.pdf').waitFor()
  const field = page.getByRole('textbox', { name: 'Message' })
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
  await page.keyboard.type('Both')
  await answerOnce('file.send', 'file-unreadable')
  await page.keyboard.press('Enter')
  await expect.poll(() => tray.count()).toBe(0)
  expect(await field.inputValue()).toBe('')
  await letGo()
  await page.locator('.composer [role=alert][data-code="file-unreadable"]').waitFor()
  expect(await tray.getByRole('listitem').allTextContents()).toEqual([
    expect.stringContaining('a.pdf'),
    expect.stringContaining('b.pdf'),
  ])
  expect(await field.inputValue()).toBe('Both')
  await page.getByRole('button', { name: 'Remove a.pdf' }).click()
  await field.press('Enter')
  await expect.poll(() => callsOf('file.send')).toHaveLength(1)
  expect(await callsOf('file.send')).toEqual([expect.objectContaining({ peer: 'ana@mired.org', caption: 'Both' })])
  expect(await callsOf('file.unstage')).toHaveLength(1)
  expect(await callsOf('message.send')).toEqual([])
})

test('a picture has its place before it is drawn, and the end stays in sight when it comes', async () => {
  await page.route(`${mediaScheme}://file/**`, () => {})
  await show('long')
  await openChat('Ana')
  const receive = (copy: string | null) =>
    page.evaluate(known => {
      const account = 'ricky@mired.org' as never
      const peer = 'ana@mired.org' as never
      const size = known === null ? { width: null, height: null } : { width: 400, height: 300 }
      const file = { name: 'onion.png', kind: 'picture', mediaType: null, ...size, size: 9, host: 'x' } as const
      const message = {
        ...{ account, peer, id: 'picture' as never, direction: 'in' as const, body: 'https://x/onion.png' },
        ...{ time: Date.now(), order: 1001, state: null, failure: null, file: { ...file, copy: known as never } },
      } as const
      window.fakeBridge.send({ type: 'message.changed', account, peer, messages: [message] })
    }, copy)
  await receive(null)
  await page.getByRole('button', { name: 'Show onion.png' }).waitFor()
  await receive('a'.repeat(32))
  const picture = page.getByRole('img', { name: 'onion.png' })
  await picture.waitFor()
  await frames()
  await frames()
  const box = await page.locator('.file-picture').boundingBox()
  expect([box?.width, box?.height]).toEqual([360, 270])
  const log = page.getByRole('log')
  expect(
    await log.evaluate(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop),
  ).toBe(0)
})

test('a file is fetched, fails and is tried again without the focus leaving its message', async () => {
  await show('files')
  await openChat('Ana')
  const save = page.getByRole('button', { name: 'Save timetable-term-2.pdf' })
  await answerOnce('file.download', 'download-gone')
  await save.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('progressbar', { name: 'Downloading timetable-term-2.pdf' }).waitFor()
  expect(await focused()).toBe('Cancel download')
  await letGo()
  const message = page.getByRole('article').filter({ hasText: 'timetable-term-2.pdf' })
  await message.locator('[data-code="download-gone"]').waitFor()
  expect(await focused()).toBe('Save timetable-term-2.pdf')
  await page.keyboard.press('Tab')
  await message.getByRole('button', { name: 'Retry' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => message.locator('[data-code]').count()).toBe(0)
  expect(await message.evaluate(element => element.contains(document.activeElement))).toBe(true)
})

test('a certificate that stops a file is asked about, and can be looked at again; when it is trusted the file goes on', async () => {
  await show('files going')
  await openChat('Ana')
  await page.evaluate(() => {
    const account = window.fakeBridge
    const report = {
      ...{ fingerprint: 'AA:BB', subject: 'mired.org', names: [], issuer: 'mired.org', selfIssued: true },
      ...{ validFrom: 0, validTo: 1, domain: 'mired.org', reasons: ['self-signed'], previousFingerprint: null },
    } as never
    const transfer = {
      ...{ account: 'ricky@mired.org', id: 't2', peer: 'ana@mired.org', name: 'report-cells.pdf', kind: 'pdf' },
      ...{ mediaType: null, width: null, height: null, size: 2_900_000, caption: '', time: Date.now() },
      phase: { type: 'failed', failure: { code: 'certificate-self-signed', details: { certificate: report } } },
    } as never
    account.send({ type: 'transfer.changed', account: 'ricky@mired.org' as never, transfers: [transfer] })
  })
  const dialog = page.getByRole('dialog', { name: 'Certificate not trusted' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'View certificate' }).click()
  await dialog.waitFor()
  await page.getByRole('button', { name: 'Trust this certificate' }).click()
  await expect.poll(() => callsOf('transfer.retry')).toEqual([{ account: 'ricky@mired.org', transfer: 't2' }])
  expect(await callsOf('account.trustCertificate')).toEqual([{ account: 'ricky@mired.org', fingerprint: 'AA:BB' }])
})
