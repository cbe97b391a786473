import type { DatabaseSync } from 'node:sqlite'

export interface ValueRule {
  readonly table: string
  readonly column: string
  /** Holds where the value makes sense. */
  readonly valid: string
  readonly instead: string
}

/** The rules of what there is in a database, which may be of an earlier version. */
export function valueRulesOf(database: DatabaseSync): readonly ValueRule[] {
  const isThere = database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?')
  return valueRules.filter(({ table, column }) => isThere.get(table, column) !== undefined)
}

/**
 * What SQLite cannot know of the values in the archive: a letter that has changed in one of these would end the
 * program where it is read. `instead` is the value that does no harm.
 */
const valueRules: readonly ValueRule[] = [
  { table: 'contact', column: 'groups', valid: 'json_valid(groups)', instead: "'[]'" },
  {
    table: 'contact',
    column: 'subscription',
    valid: "subscription IN ('none', 'to', 'from', 'both')",
    instead: "'none'",
  },
  { table: 'archive', column: 'gaps', valid: 'json_valid(gaps)', instead: "'[]'" },
  { table: 'contact', column: 'problem', valid: 'problem IS NULL OR json_valid(problem)', instead: 'NULL' },
  { table: 'account_state', column: 'blocked', valid: 'json_valid(blocked)', instead: "'[]'" },
  { table: 'profile', column: 'facts', valid: 'json_valid(facts)', instead: "'{}'" },
  {
    table: 'message',
    column: 'state',
    valid: "state IS NULL OR state IN ('queued', 'sent', 'stored', 'delivered', 'displayed', 'failed')",
    // In doubt, and settled as any that is: sent again it would keep its id.
    instead: "'sent'",
  },
  {
    table: 'message',
    column: 'failure',
    valid: 'failure IS NULL OR json_valid(failure)',
    instead: `'{"code":"message-not-delivered","details":{}}'`,
  },
  { table: 'transfer', column: 'facts', valid: "json_valid(facts) AND json_type(facts) = 'object'", instead: "'{}'" },
  { table: 'transfer', column: 'failure', valid: 'failure IS NULL OR json_valid(failure)', instead: 'NULL' },
  {
    table: 'message',
    column: 'extra',
    valid: "extra IS NULL OR (json_valid(extra) AND json_type(extra) = 'object')",
    instead: 'NULL',
  },
]
