import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { MessageId } from '../../shared/domain/message.ts'
import { copyOf } from './copies/copy.ts'
import { selectAnswered, selectReach, selectTwins } from './copies/copy-sql.ts'
import {
  deleteFailed,
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
const copy = copyOf(
  { peer: bob, from: bobAtHome, stanzaId: 's', originId: 'o', body: 'hello', time: 1, archiveId: 'a' },
  1,
)

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
  [
    'what another device wrote last',
    selectAnswered(ana, bob, 5),
    ['message USING INDEX message_own (conversation=? AND place<?)'],
  ],
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
    'what a copy may be of',
    selectTwins(ana, bob, [copy, { ...copy, stanzaId: null, originId: null }]),
    [
      'message USING INDEX message_by_archive_id (conversation=? AND archive_id=?)',
      'message USING INDEX message_by_stanza_id (conversation=? AND stanza_id=?)',
      'message USING INDEX message_by_origin_id (conversation=? AND origin_id=?)',
      'message USING INDEX message_by_id (id=?)',
      'message USING INDEX message_without_id (conversation=? AND direction=? AND copies=? AND time>? AND time<?)',
    ],
  ],
  [
    'how far the archive has been read',
    selectReach(ana, bob),
    ['message USING INDEX message_archived (conversation=?)'],
  ],
  ['a state', updateState(ana, id, ['queued'], 'sent', null, 1), ['message USING INDEX message_by_id']],
  ['a removal', deleteFailed(ana, id), ['message USING INDEX message_by_id']],
])('%s is found by index, however many messages there are', (_name, statement, expected) => {
  const plan = planOf(statement)
  for (const each of expected) expect(plan.join('\n')).toContain(each)
  // What was handed in as a list is read whole.
  expect(plan.filter(line => line.startsWith('SCAN') && !line.includes('json_each'))).toEqual([])
})

test('a page needs no sorting', () => {
  expect(planOf(selectPage(ana, bob, null, 50)).join('\n')).not.toContain('TEMP B-TREE')
})
