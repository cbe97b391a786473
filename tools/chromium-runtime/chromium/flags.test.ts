import { expect, test } from 'vitest'
import { browserFlags, profileFlags, windowFlags } from './flags.ts'

test('no name but the own machine is looked up, and Chromium runs no errands', () => {
  const flags = browserFlags({ headless: false, switches: new Map() })
  expect(flags).toContain('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]')
  expect(flags).toEqual(
    expect.arrayContaining(['--disable-background-networking', '--disable-component-update', '--disable-sync']),
  )
})

test("the program's switches are passed on, but for those that are the runtime's", () => {
  const switches = new Map([
    ['remote-debugging-port', '0'],
    ['force-color-profile', 'srgb'],
    ['user-data-dir', '/somewhere/else'],
    ['inspect', '0'],
    ['disable-features', 'PaintHolding'],
  ])
  const flags = browserFlags({ headless: true, switches })
  expect(flags).toEqual(
    expect.arrayContaining(['--headless', '--remote-debugging-port=0', '--force-color-profile=srgb']),
  )
  expect(flags.filter(flag => /user-data-dir|inspect/.test(flag))).toEqual([])
  expect(flags.filter(flag => flag.startsWith('--disable-features='))).toEqual([
    expect.stringMatching(/MediaRouter.*,PaintHolding$/),
  ])
})

test('the sandbox is given up only where it cannot be', () => {
  expect(profileFlags({ profile: '/p', sandbox: true })).toEqual(['--user-data-dir=/p'])
  expect(profileFlags({ profile: '/p', sandbox: false })).toContain('--no-sandbox')
})

test('a window is placed where it was asked for', () => {
  expect(windowFlags('data:,', { x: 5, y: 6, width: 70, height: 80 }, 'Sample')).toEqual([
    '--app=data:,',
    '--class=Sample',
    '--window-size=70,80',
    '--window-position=5,6',
  ])
})
