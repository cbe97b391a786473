/**
 * The groups of somebody who is taken out of one group and put into another by hand.
 * @param from The group where they were taken; empty where they are in none.
 * @param to The group where they were dropped; empty for those who are in none.
 * @param keep They stay where they were, too.
 * @param shared Groups that the server keeps: nobody is put in or taken out by us.
 * @returns null where that changes nothing, or cannot be.
 */
export function regrouped(
  groups: readonly string[],
  { from, to, keep, shared }: { from: string; to: string; keep: boolean; shared: readonly string[] },
): readonly string[] | null {
  if (to === from || shared.includes(to)) return null
  const stays = keep || shared.includes(from)
  if (to === '' && stays) return null
  const without = groups.filter(each => stays || each !== from)
  const next = to === '' || without.includes(to) ? without : [...without, to]
  return next.length === groups.length && next.every(each => groups.includes(each)) ? null : next
}
