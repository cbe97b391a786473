/** Whether the pages can be kept in Chromium's sandbox here. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Null where they can; otherwise why not, as the end of a sentence. */
export function whyNoSandbox(): string | null {
  if (process.platform !== 'linux') return null
  if (process.getuid?.() === 0) return 'this runs as root'
  // It needs namespaces that an ordinary account may make; chroots, containers and some systems give none.
  const namespaces = spawnSync('unshare', ['--user', '--map-root-user', '--pid', '--fork', '--net', 'true'])
  if (namespaces.status === 0 || existsSync('/usr/lib/chromium/chrome-sandbox')) return null
  return 'this machine lets no ordinary account make namespaces'
}
