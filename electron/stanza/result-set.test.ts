import { expect, test } from 'vitest'
import { parseElement } from './element.ts'
import { buildResultSet, parseResultSet } from './result-set.ts'

const namespace = 'http://jabber.org/protocol/rsm'
const nothing = { first: null, last: null, index: null, count: null }

test.each([
  ['the first page', { max: 10 }, '<max>10</max>'],
  ['the last page', { max: 10, before: '' }, '<max>10</max><before/>'],
  ['backwards', { max: 10, before: 'a&b' }, '<max>10</max><before>a&amp;b</before>'],
  ['forwards', { max: 10, after: '7' }, '<max>10</max><after>7</after>'],
])('asking for %s', (_, request, inside) => {
  expect(String(buildResultSet(request))).toBe(`<set xmlns="${namespace}">${inside}</set>`)
})

test.each([
  [
    'Prosody',
    '<first>k7RKHYzD</first><last> 5 </last><count>9</count>',
    { first: 'k7RKHYzD', last: ' 5 ', index: null, count: 9 },
  ],
  ['with an index', '<first index="3">a</first><last>b</last>', { first: 'a', last: 'b', index: 3, count: null }],
  ['Openfire, with nothing in it', '<count>9</count>', { ...nothing, count: 9 }],
  ['empty ids', '<first/><last></last>', nothing],
  ['counts that are none', '<first index="-1">a</first><count>1e3</count>', { ...nothing, first: 'a' }],
  ['a count beyond counting', '<count>99999999999999999999</count>', nothing],
])('what %s says', (_, inside, expected) => {
  expect(parseResultSet(parseElement(`<fin><set xmlns="${namespace}">${inside}</set></fin>`))).toEqual(expected)
})

test.each(['<fin/>', '<fin><set xmlns="other"><first>a</first></set></fin>'])('%s says nothing', text => {
  expect(parseResultSet(parseElement(text))).toEqual(nothing)
})
