import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseElement } from '../../stanza/element.ts'
import { parseRoster } from './parse.ts'

const fixture = (name: string) =>
  parseElement(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim())

test('a list as Openfire sends it', () => {
  expect(parseRoster(fixture('openfire-result'))).toEqual([
    {
      kind: 'contact',
      contact: {
        address: 'elena@mired.test',
        name: 'ElenaGil',
        groups: ['Profesores'],
        subscription: 'both',
        asked: false,
      },
    },
    {
      kind: 'contact',
      contact: {
        address: 'bob@mired.test',
        name: 'Bob',
        groups: ['Clase', 'Profesores'],
        subscription: 'both',
        asked: false,
      },
    },
  ])
})

test('an empty list, and one whose versions agree', () => {
  expect(parseRoster(fixture('openfire-empty'))).toEqual([])
  expect(parseRoster(parseElement('<iq type="result" id="a"/>'))).toEqual([])
})

test('a request that waits for its answer', () => {
  expect(parseRoster(fixture('openfire-push-asked'))).toMatchObject([
    { contact: { address: 'bob@mired.test', subscription: 'none', asked: true } },
  ])
})

test('items that name nobody are left out, the others are put right', () => {
  expect(parseRoster(fixture('invalid-items'))).toEqual([
    {
      kind: 'contact',
      contact: { address: 'bob@mired.test', name: null, groups: ['A'], subscription: 'none', asked: false },
    },
    { kind: 'removed', address: 'gone@mired.test' },
  ])
})
