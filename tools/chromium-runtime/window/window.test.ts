import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createWorld, sampleFolder, type World } from '../sample/start-sample.ts'

/** What the sample's preload gives to its page. */
interface SampleApi {
  invoke(channel: string, ...values: readonly unknown[]): Promise<unknown>
  send(channel: string, ...values: readonly unknown[]): void
  onNews(listener: (...values: readonly unknown[]) => void): () => void
  pathOf(file: File): Promise<{ readonly path: string }>
  readonly process: Readonly<Record<string, string>>
  isIsolated(): boolean
}
declare const sample: SampleApi
declare const openSample: (options?: object) => Electron.BrowserWindow

// Chromium takes its time on a machine that has other things to do.
vi.setConfig({ testTimeout: 60_000 })

let world: World
let profile = ''
let app: ElectronApplication
let page: Page

beforeAll(async () => {
  world = createWorld()
  profile = world.profile()
  process.env.ELECTRON_OVERRIDE_DIST_PATH = world.distribution
  app = await _electron.launch({ args: [sampleFolder, `--user-data-dir=${profile}`, '--no-window'] })
})
afterAll(async () => {
  await app?.close()
  await world?.dispose()
})

beforeEach(async () => {
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
  })
  const opened = app.waitForEvent('window')
  await app.evaluate(() => {
    openSample()
  })
  page = await opened
  await hasStarted(page)
  await inMain(
    window => window.isVisible() || new Promise<boolean>(resolve => window.once('show', () => resolve(true))),
  )
})

const hasStarted = async (shown: Page): Promise<unknown> =>
  shown.waitForFunction(() => Reflect.get(globalThis, 'started'))

const inMain = <Result>(run: (window: Electron.BrowserWindow) => Result | Promise<Result>): Promise<Result> =>
  app.browserWindow(page).then(handle => handle.evaluate(run)) as Promise<Result>

test('values keep their types on the way to the program and back', async () => {
  const failed = await page.evaluate(async () => {
    const cyclic = new Map<string, unknown>()
    cyclic.set('self', cyclic)
    const cases: readonly (readonly [string, unknown, (value: never) => boolean])[] = [
      ['undefined', undefined, value => value === undefined],
      ['-0', -0, value => Object.is(value, -0)],
      ['bigint', 12345678901234567890n, value => value === 12345678901234567890n],
      ['date', new Date(5), (value: Date) => value instanceof Date && value.getTime() === 5],
      ['set', new Map([['k', new Set([1])]]), (value: Map<string, Set<number>>) => value.get('k')?.has(1) === true],
      [
        'bytes',
        new Uint8Array([1, 2, 3]).subarray(1),
        (value: Uint8Array) => value instanceof Uint8Array && value.join() === '2,3',
      ],
      ['error', new RangeError('r'), (value: Error) => value instanceof Error && value.message === 'r'],
      ['cyclic', cyclic, (value: Map<string, unknown>) => value.get('self') === value],
    ]
    const wrong: string[] = []
    for (const [name, value, isRight] of cases) {
      if (!isRight((await sample.invoke('echo', value)) as never)) wrong.push(name)
    }
    return wrong
  })
  expect(failed).toEqual([])
})

test('errors are worded as Electron words them', async () => {
  const words = await page.evaluate(async () => {
    const errorOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, error => error.message)
    return [
      await errorOf(sample.invoke('fail')),
      await errorOf(sample.invoke('nobody')),
      await errorOf(sample.invoke('unclonable')),
      await errorOf(sample.invoke('echo', () => 1)),
      await errorOf(sample.invoke('echo', { file: new Blob(['x']) })),
    ]
  })
  expect(words).toEqual([
    "Error invoking remote method 'fail': RangeError: out of bounds",
    "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    "Error invoking remote method 'unclonable': Error: An object could not be cloned.",
    'An object could not be cloned.',
    'An object could not be cloned.',
  ])
  await expect(inMain(window => window.webContents.send('news', () => 1))).rejects.toThrow(
    'An object could not be cloned',
  )
})

test('the page sees what was exposed and nothing else', async () => {
  const seen = await page.evaluate(() => ({
    strange: Object.getOwnPropertyNames(globalThis).filter(name =>
      /^(standIn|require|preload|ipcRenderer|electron|process|module)/.test(name),
    ),
    frozen: Object.isFrozen(sample) && Object.isFrozen(sample.process),
    isolated: Object.assign(globalThis, { page: 1 }) && sample.isIsolated(),
    process: sample.process,
  }))
  expect(seen).toEqual({
    strange: [],
    frozen: true,
    isolated: true,
    process: { type: 'renderer', platform: process.platform, electron: '45.3.4' },
  })
})

test('messages without an answer go both ways, until the listener is taken off', async () => {
  await page.evaluate(() => {
    const values: unknown[] = []
    const stop = sample.onNews((...news) => {
      values.push(news)
      stop()
    })
    Object.assign(globalThis, { once: values })
    sample.send('news', 1)
    sample.send('news', 2)
  })
  await expect.poll(() => page.evaluate('received.length')).toBe(2)
  expect(await page.evaluate('[once, received]')).toEqual([
    [['answer', 1]],
    [
      ['answer', 1],
      ['answer', 2],
    ],
  ])
})

test('a handler knows the frame that called, and each of two windows is itself', async () => {
  const opened = app.waitForEvent('window')
  await app.evaluate(() => {
    openSample({ title: 'Other' })
  })
  const other = await opened
  await hasStarted(other)
  const own = { own: true, url: page.url(), title: 'Sample' }
  expect(await page.evaluate(() => sample.invoke('sender'))).toEqual(own)
  expect(await other.evaluate(() => sample.invoke('sender'))).toEqual({ ...own, title: 'Other' })
})

test('pictures come from the scheme of the program', async () => {
  await expect.poll(() => page.evaluate(() => document.images[0]?.naturalWidth)).toBe(3)
})

test('a page can come from a scheme of the program, and its pictures too', async () => {
  await inMain(window => window.loadURL('sample://app/page.html'))
  // The page before it may be asked while it is being left.
  const sender = () => page.evaluate(() => sample.invoke('sender')).catch(() => null)
  await expect.poll(sender).toMatchObject({ url: 'sample://app/page.html' })
  await expect.poll(() => page.evaluate(() => document.images[0]?.naturalWidth)).toBe(3)
  expect(await inMain(window => window.webContents.getURL())).toBe('sample://app/page.html')
})

test('a page goes nowhere, opens no window and has no permissions', async () => {
  const before = page.url()
  await page.evaluate(() => {
    location.href = 'https://outside.invalid/'
  })
  await page.evaluate(() => window.open('https://outside.invalid/by-script'))
  await page.getByRole('link').click()
  await expect.poll(() => app.windows().length).toBe(1)
  expect(page.url()).toBe(before)
  expect(await page.evaluate(() => sample.invoke('echo', 'still here'))).toBe('still here')
  const state = await page.evaluate(() =>
    navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
  )
  expect(state).toBe('denied')
})

test('the program may reload what the page may not', async () => {
  await page.evaluate('globalThis.kept = true; location.reload()')
  await page.evaluate(() => sample.invoke('echo', 'a round trip'))
  expect(await page.evaluate('kept')).toBe(true)
  await inMain(window => window.webContents.reload())
  await expect.poll(() => page.evaluate('globalThis.kept').catch(() => true)).toBe(undefined)
  await hasStarted(page)
  expect(await page.evaluate(() => sample.invoke('echo', 'again'))).toBe('again')
})

test('a crashed page is told, and works again after a reload', async () => {
  const seen = await inMain(async window => {
    const { webContents } = window
    const reason = await new Promise<string>(resolve => {
      webContents.once('render-process-gone', (_event, details) => resolve(details.reason))
      webContents.forcefullyCrashRenderer()
    })
    // The sample reloads the page.
    await new Promise<void>(resolve => webContents.once('did-finish-load', () => resolve()))
    return [reason, await webContents.executeJavaScript("sample.invoke('echo', 'again')")]
  })
  expect(seen).toEqual(['crashed', 'again'])
})

test('a test answers the dialogs: in the page, by the chooser, or by its own function', async () => {
  const asked = page.evaluate(() => sample.invoke('ask'))
  await page.getByRole('dialog', { name: 'Really?' }).getByRole('button', { name: 'No' }).click()
  expect(await asked).toEqual({ response: 1, checkboxChecked: false })

  const escaped = page.evaluate(() => sample.invoke('ask'))
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  expect(await escaped).toMatchObject({ response: 1 })

  const file = join(profile, 'chosen "file".txt')
  writeFileSync(file, 'x')
  const chooser = page.waitForEvent('filechooser')
  const chosen = page.evaluate(() => sample.invoke('choose'))
  await (await chooser).setFiles(file)
  expect(await chosen).toEqual({ canceled: false, filePaths: [file] })

  const saved = page.evaluate(() => sample.invoke('save'))
  await expect.poll(() => page.getByRole('textbox', { name: 'Path' }).inputValue()).toBe('/tmp/suggested.txt')
  await page.getByRole('textbox', { name: 'Path' }).fill('/tmp/mine.txt')
  await page.getByRole('button', { name: 'Save' }).click()
  expect(await saved).toEqual({ canceled: false, filePath: '/tmp/mine.txt' })

  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] })
  })
  expect(await page.evaluate(() => sample.invoke('choose'))).toEqual({ canceled: true, filePaths: [] })
})

test('the program learns the path of a file that the page was given', async () => {
  const file = join(profile, 'given "file".txt')
  writeFileSync(file, 'x')
  await page.getByLabel('A file').setInputFiles(file)
  const paths = await page.evaluate(async () => {
    const given = document.querySelector('input')?.files?.[0] ?? new File([], '')
    return [await sample.pathOf(given), await sample.pathOf(new File(['x'], 'made.txt'))]
  })
  expect(paths).toEqual([{ path: file }, { path: '' }])
})

test('a window is where and how it was asked to be', async () => {
  const facts = await inMain(window => {
    const events: string[] = []
    for (const name of ['resize', 'move', 'hide', 'show', 'blur', 'focus', 'minimize', 'restore'] as const) {
      window.on(name as 'show', () => events.push(name))
    }
    window.setBounds({ x: 30, y: 40, width: 700, height: 500 })
    window.hide()
    window.show()
    window.minimize()
    window.restore()
    return { events, bounds: window.getBounds(), visible: window.isVisible() }
  })
  expect(facts.bounds).toEqual({ x: 30, y: 40, width: 700, height: 500 })
  expect(facts.visible).toBe(true)
  expect(facts.events.filter(name => !/blur|focus/.test(name))).toEqual([
    'resize',
    'move',
    'hide',
    'show',
    'minimize',
    'restore',
  ])
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight, screenX, screenY])).toEqual([700, 500, 30, 40])
})

test('the last window closes, the program lives on and opens another one', async () => {
  const closed = page.waitForEvent('close')
  await inMain(window => window.close())
  await closed
  // The page is gone a moment before the program has heard of it.
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
  const opened = app.waitForEvent('window')
  await app.evaluate(() => {
    openSample()
  })
  await (await opened).getByRole('heading', { name: 'Sample' }).waitFor()
})

test('a window that the person closes tells it, and one that refuses stays', async () => {
  const refused = await inMain(window => {
    window.once('close', event => event.preventDefault())
    window.close()
    return window.isDestroyed()
  })
  expect(refused).toBe(false)
  const handle = await app.browserWindow(page)
  const events = handle.evaluate(
    window =>
      new Promise<readonly string[]>(resolve => {
        const names: string[] = []
        window.on('close', () => names.push('close'))
        window.on('closed', () => resolve([...names, 'closed', String(window.isDestroyed())]))
      }),
  )
  await page
    .context()
    .newCDPSession(page)
    .then(session => session.send('Page.close'))
  expect(await events).toEqual(['close', 'closed', 'true'])
})

test('secrets are kept by a key that only the owner can read', async () => {
  const result = await app.evaluate(({ safeStorage }) => {
    const bytes = safeStorage.encryptString('contraseña')
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20)
    const refused = ((): string => {
      try {
        return safeStorage.decryptString(bytes)
      } catch (error) {
        return String(error)
      }
    })()
    const whole = safeStorage.decryptString(safeStorage.encryptString('contraseña'))
    return { backend: safeStorage.getSelectedStorageBackend(), whole, refused }
  })
  expect(result.backend).toBe('standin')
  expect(result.whole).toBe('contraseña')
  expect(result.refused).toContain('Error while decrypting')
  expect(statSync(join(profile, 'stand-in.key')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(profile, 'stand-in.key'))).toHaveLength(32)
})

test('what would leave for the desktop can be seen', async () => {
  const seen = await app.evaluate(async ({ app: program, shell, Notification, Tray, Menu, nativeImage, clipboard }) => {
    const events: string[] = []
    for (const name of ['open', 'notification', 'tray', 'menu']) {
      program.on(`stand-in-${name}` as 'activate', () => events.push(name))
    }
    await shell.openExternal('https://example.invalid/')
    new Notification({ title: 'ana', body: 'hello' }).show()
    new Tray(nativeImage.createEmpty())
    const menu = Menu.buildFromTemplate([{ label: 'Copy', id: 'copy', click: () => events.push('clicked') }])
    menu.popup()
    menu.getMenuItemById('copy')?.click()
    clipboard.writeText('copied')
    return [...events, clipboard.readText()]
  })
  expect(seen).toEqual(['open', 'notification', 'tray', 'menu', 'clicked', 'copied'])
})

test('the theme that the program chooses is the page’s, and a picture of it can be taken', async () => {
  await page.emulateMedia({ colorScheme: null })
  const isDark = (): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark'
  })
  await expect.poll(isDark).toBe(true)
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'light'
  })
  await expect.poll(isDark).toBe(false)
  const size = await inMain(async window => (await window.webContents.capturePage()).getSize())
  expect(size.width).toBeGreaterThan(400)
})
