import type { Element } from '../../stanza/element.ts'
import { sharedGroupsNamespace } from './build.ts'

/** The names of the groups, as they stand in roster items. */
export function parseSharedGroups(iq: Element): readonly string[] {
  const groups = iq.getChild('sharedgroup', sharedGroupsNamespace)?.getChildren('group') ?? []
  return [...new Set(groups.map(group => group.getText().trim()))].filter(group => group !== '')
}
