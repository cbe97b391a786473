import { expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import { contactRows } from './contact-rows.ts'

const contact = (name: string, groups: readonly string[] = []): Contact => ({
  address: `${name.toLowerCase()}@mired.org` as BareJid,
  name,
  groups,
  subscription: 'both',
  asked: false,
})
const short = (contacts: readonly Contact[], folded: readonly string[] = [], filter = '') =>
  contactRows(contacts, new Set(folded), filter).map(row =>
    row.kind === 'group'
      ? `${row.open ? '-' : '+'}${row.name || '?'} ${row.members.length}`
      : row.address.split('@')[0],
  )

test('groups by name, people by name, who is in no group at the end', () => {
  const all = [contact('Zoe'), contact('Óscar', ['B']), contact('Bob', ['A']), contact('Ana', ['B'])]
  expect(short(all)).toEqual(['-A 1', 'bob', '-B 2', 'ana', 'óscar', '-? 1', 'zoe'])
})

test('where nobody is in a group there are no heads', () =>
  expect(short([contact('Bob'), contact('Ana')])).toEqual(['ana', 'bob']))

test('a folded group shows its head alone, but a filter looks into it', () => {
  const all = [contact('Bob', ['A']), contact('Ana', ['A'])]
  expect(short(all, ['A'])).toEqual(['+A 2'])
  expect(short(all, ['A'], 'AN')).toEqual(['-A 1', 'ana'])
  expect(short(all, [], 'nobody')).toEqual([])
})

test('somebody in two groups is in both, with keys of their own', () => {
  const rows = contactRows([contact('Ana', ['A', 'B'])], new Set(), '')
  expect(new Set(rows.map(row => row.key)).size).toBe(4)
})
