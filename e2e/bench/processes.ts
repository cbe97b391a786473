import { readdirSync, readFileSync } from 'node:fs'

/** A process and all that it has started, directly or not. */
export function family(root: number): readonly number[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    try {
      // The name may hold spaces and brackets: the parent is the second field behind the last bracket.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = new Set([root])
  for (let grown = true; grown; ) {
    grown = false
    for (const [pid, parent] of parents) {
      if (found.has(parent) && !found.has(pid)) {
        found.add(pid)
        grown = true
      }
    }
  }
  return [...found]
}

/** Memory of a process and all that it has started: proportional set size, MiB. Linux only. */
export function memoryMiB(root: number): number {
  let kibibytes = 0
  for (const pid of family(root)) {
    try {
      kibibytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      // It has ended meanwhile.
    }
  }
  return kibibytes / 1024
}
