import { expect, test } from 'vitest'
import type { Contact } from '../../../shared/domain/contact.ts'
import { ana } from '../../state/sample.ts'
import { actionsFor } from './contact-actions.ts'

const contact = (over: Partial<Contact> = {}): Contact => ({
  ...{ address: ana, name: null, groups: [], subscription: 'both', asked: false },
  ...over,
})

test.each([
  ['a stranger', undefined, [], ['write', 'add', 'copy']],
  ['a contact', contact(), [], ['write', 'edit', 'copy', 'remove']],
  [
    'who has not answered',
    contact({ subscription: 'none', asked: true }),
    [],
    ['write', 'edit', 'withdraw', 'copy', 'remove'],
  ],
  ['who was never asked', contact({ subscription: 'from' }), [], ['write', 'edit', 'ask', 'copy', 'remove']],
  [
    'whose server was not found',
    contact({ subscription: 'none', asked: true, problem: { code: 'address-unreachable', details: {} } }),
    [],
    ['write', 'edit', 'withdraw', 'ask', 'copy', 'remove'],
  ],
  ['whom the server keeps', contact(), ['Profesores'], ['write', 'edit', 'copy']],
] as const)('%s', (_who, one, shared, actions) => expect(actionsFor(one, shared)).toEqual(actions))
