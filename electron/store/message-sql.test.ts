import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { MessageId } from '../../shared/domain/message.ts'
import {
  deleteFailed,
  insertReceived,
  selectConversations,
  selectMessage,
  selectOutbox,
  selectPage,
  selectUnread,
  updateState,
} from './message-sql.ts'
import { migrate } from './sqlite/migrate.ts'
import type { Statement } from './sqlite/protocol.ts'
import { ana, bob, bobAtHome } from './testing/store-world.ts'

const id = 'm1' as MessageId
const received = { peer: bob, from: bobAtHome, stanzaId: 's', originId: 'o', body: 'hello', time: 1 }

/** How SQLite will go about a statement: one line a table. */
function planOf(statement: Statement | undefined): readonly string[] {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${statement?.sql}`).all(...(statement?.values ?? []))
  database.close()
  return rows.map(row => String(row.detail))
}

test.each<[string, Statement | undefined, readonly string[]]>([
  ['a page', selectPage(ana, bob, 5, 50), ['message USING INDEX message_by_place (conversation=? AND place<?)']],
  ['unread', selectUnread(ana, bob, 5), ['message USING COVERING INDEX message_received (conversation=? AND place>?)']],
  ['one message', selectMessage(ana, id), ['message USING INDEX message_by_id']],
  ['the outbox', selectOutbox(ana), ['message USING INDEX message_pending']],
  [
    'the chat list',
    selectConversations(ana),
    [
      'message USING INDEX message_by_place (conversation=? AND place=?)',
      'last USING COVERING INDEX message_by_place',
      'received USING COVERING INDEX message_received (conversation=? AND place>?)',
    ],
  ],
  [
    'a received message',
    insertReceived(ana, id, received, 1)[1],
    [
      'other USING INDEX message_by_origin_id (conversation=? AND origin_id=?)',
      'other USING INDEX message_by_stanza_id (conversation=? AND stanza_id=?)',
    ],
  ],
  ['a state', updateState(ana, id, ['queued'], 'sent', null), ['message USING INDEX message_by_id']],
  ['a removal', deleteFailed(ana, id), ['message USING INDEX message_by_id']],
])('%s is found by index, however many messages there are', (_name, statement, expected) => {
  const plan = planOf(statement)
  for (const each of expected) expect(plan.join('\n')).toContain(each)
  expect(plan.filter(line => line.startsWith('SCAN'))).toEqual([])
})

test('a page needs no sorting', () => {
  expect(planOf(selectPage(ana, bob, null, 50)).join('\n')).not.toContain('TEMP B-TREE')
})
