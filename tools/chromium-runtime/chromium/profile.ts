import { readlinkSync } from 'node:fs'
import { join } from 'node:path'

const step = 50
const longest = 10_000

/**
 * Waits until no other Chromium has the profile. One whose program was killed takes a moment to go, and a new one would
 * hand its window over to it and end.
 * @throws Error after ten seconds
 */
export async function profileIsFree(profile: string): Promise<void> {
  for (let waited = 0; isTaken(profile); waited += step) {
    if (waited >= longest) throw new Error(`Another Chromium is using ${profile}`)
    // Nothing tells when a process ends that is not one's own.
    await new Promise(resolve => setTimeout(resolve, step))
  }
}

/** Chromium keeps a link `SingletonLock -> HOST-PID` in the profile that it uses. */
function isTaken(profile: string): boolean {
  try {
    const pid = Number(/-(\d+)$/.exec(readlinkSync(join(profile, 'SingletonLock')))?.[1])
    return pid > 0 && process.kill(pid, 0)
  } catch {
    // No lock, or one of a process that is gone.
    return false
  }
}
