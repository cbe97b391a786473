import { expect, test } from 'vitest'
import type { Contact } from '../../../shared/domain/contact.ts'
import { ana } from '../../state/sample.ts'
import { actionsFor } from './contact-actions.ts'

const contact = (over: Partial<Contact> = {}): Contact => ({
  ...{ address: ana, name: null, groups: [], subscription: 'both', asked: false },
  ...over,
})

test.each([
  ['a stranger', undefined, [], ['write', 'add', 'copy', 'block']],
  ['a contact', contact(), [], ['write', 'edit', 'copy', 'block', 'remove']],
  [
    'who has not answered',
    contact({ subscription: 'none', asked: true }),
    [],
    ['write', 'edit', 'withdraw', 'copy', 'block', 'remove'],
  ],
  ['who was never asked', contact({ subscription: 'from' }), [], ['write', 'edit', 'ask', 'copy', 'block', 'remove']],
  [
    'whose server was not found',
    contact({ subscription: 'none', asked: true, problem: { code: 'address-unreachable', details: {} } }),
    [],
    ['write', 'edit', 'withdraw', 'ask', 'copy', 'block', 'remove'],
  ],
  ['whom the server keeps', contact(), ['Profesores'], ['write', 'edit', 'copy', 'block']],
] as const)('%s', (_who, one, shared, actions) => expect(actionsFor(one, shared)).toEqual(actions))
