import { join } from 'node:path'
import { expect, test } from 'vitest'
import { thirdPartyNotices } from './notices.ts'

test('everything that the program contains of others is named with its terms, and nothing that only builds it', () => {
  const text = thirdPartyNotices(join(import.meta.dirname, '../..'))
  const named = [...text.matchAll(/^---- (\S+) \S+$/gm)].map(match => match[1])
  expect(named).toEqual(expect.arrayContaining(['@xmpp/client', 'react', 'react-aria-components', 'zod']))
  expect(named).not.toContain('vitest')
  expect(named).not.toContain('electron-builder')
  expect(named).toEqual([...named].sort())
  expect(text).toMatch(/---- react 19[\s\S]{0,40}MIT License/)
})
