import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chromiumProcesses, createWorld, until, type World } from '../sample/start-sample.ts'

// Chromium takes its time on a machine that has other things to do.
vi.setConfig({ testTimeout: 60_000 })

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.dispose())

const quits = ['before-quit', 'closed true', 'will-quit', 'quit']
const life = (output: string): readonly string[] =>
  output.split('\n').filter(line => [...quits, 'window-all-closed'].includes(line))

test('says what it is, where the profile is, and shows a window', async () => {
  const profile = world.profile()
  const sample = world.start(profile)
  await sample.says(/^shown$/m)
  const [first] = sample.output().split('\n')
  expect(first).toBe('Chromium stand-in for Electron 45.3.4: for development and tests, never part of a release.')
  expect(sample.output()).toContain(`ready 45.3.4 browser ${profile}\n`)
  expect(/running as root/.test(sample.output())).toBe(process.getuid?.() === 0)
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s quits in good order and leaves nothing running', async signal => {
  const profile = world.profile()
  const sample = world.start(profile)
  await sample.says(/^shown$/m)
  sample.signal(signal)
  expect(await sample.exited).toEqual({ code: 0, signal: null })
  expect(life(sample.output())).toEqual(quits)
  // The processes of its pages end by themselves when it has gone.
  await until(() => chromiumProcesses(profile).length === 0)
})

test('killed outright, Chromium goes too', async () => {
  const profile = world.profile()
  const sample = world.start(profile)
  await sample.says(/^shown$/m)
  expect(chromiumProcesses(profile)).not.toEqual([])
  sample.signal('SIGKILL')
  await sample.exited
  await until(() => chromiumProcesses(profile).length === 0)
})

test('a second start tells the first one and ends; another profile runs beside it', async () => {
  const profile = world.profile()
  const first = world.start(profile, '--no-window')
  const beside = world.start(world.profile(), '--no-window')
  await Promise.all([first.says(/^ready /m), beside.says(/^ready /m)])
  const second = world.start(profile, 'xmpp:ana@mired.org')
  expect((await second.exited).code).toBe(0)
  expect(second.output()).toMatch(/^second$/m)
  expect(second.output()).not.toContain('ready')
  await first.says(new RegExp(`^second-instance xmpp:ana@mired.org ${second.pid}$`, 'm'))
  expect(beside.output()).not.toContain('second-instance')
})

test('a program that was killed can be started again at once', async () => {
  const profile = world.profile()
  const first = world.start(profile)
  await first.says(/^shown$/m)
  first.signal('SIGKILL')
  await first.exited
  const again = world.start(profile)
  await again.says(/^shown$/m)
  again.signal('SIGTERM')
  expect(await again.exited).toEqual({ code: 0, signal: null })
})

test('--remote-debugging-port opens that port', async () => {
  const sample = world.start(world.profile(), '--remote-debugging-port=0')
  const [, address = ''] = await sample.says(/^DevTools listening on ws:\/\/([^/]+)\//m)
  await sample.says(/^shown$/m)
  const targets: readonly { readonly type: string }[] = await (await fetch(`http://${address}/json/list`)).json()
  expect(targets.filter(({ type }) => type === 'page')).toEqual([
    expect.objectContaining({ title: 'Sample page', type: 'page' }),
  ])
})

test('without Chromium it says what to install', () => {
  const run = spawnSync(
    world.executable,
    [import.meta.dirname.replace(/app$/, 'sample'), `--user-data-dir=${world.profile()}`],
    {
      env: { ...process.env, CENTELLA_CHROMIUM: '/no/such/chromium' },
      encoding: 'utf8',
    },
  )
  expect(run.status).toBe(1)
  expect(run.stderr).toContain('/no/such/chromium')
})
