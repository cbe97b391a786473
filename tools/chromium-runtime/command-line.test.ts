import { expect, test } from 'vitest'
import { parseCommandLine } from './command-line.ts'

test("reads what Playwright's launcher passes", () => {
  const line = parseCommandLine(['-r', '/x/loader.js', '--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '.'])
  expect(line.folder).toBe('.')
  expect(line.preloads).toEqual(['/x/loader.js'])
  expect(line.inspectPort).toBe(0)
  expect(line.switches.get('remote-debugging-port')).toBe('0')
})

test("what follows the folder is the program's own", () => {
  const line = parseCommandLine(['app', '--user-data-dir=/tmp/a b', '-r', 'x', 'xmpp:ana@mired.org'])
  expect(line.folder).toBe('app')
  expect(line.preloads).toEqual([])
  expect(line.switches).toEqual(new Map([['user-data-dir', '/tmp/a b']]))
})

test.each([
  [['--inspect', 'app'], 9229],
  [['--inspect=127.0.0.1:5858', 'app'], 5858],
  [['app'], null],
])('%j opens the inspector on %s', (args, port) => {
  expect(parseCommandLine(args).inspectPort).toBe(port)
})
