import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** `app.getPath`: the folders of the system and of the program. Where `set` named one, that. */
export function createPaths(options: { readonly name: () => string; readonly switches: ReadonlyMap<string, string> }): {
  readonly get: (key: string) => string
  readonly set: (key: string, path: string) => void
} {
  const chosen = new Map<string, string>()
  const home = homedir()

  const known: Readonly<Record<string, () => string>> = {
    home: () => home,
    appData: () => process.env.XDG_CONFIG_HOME ?? join(home, '.config'),
    userData: () => options.switches.get('user-data-dir') || join(get('appData'), options.name()),
    sessionData: () => get('userData'),
    logs: () => join(get('userData'), 'logs'),
    crashDumps: () => join(get('userData'), 'Crashpad'),
    temp: tmpdir,
    exe: () => process.execPath,
    desktop: () => join(home, 'Desktop'),
    documents: () => join(home, 'Documents'),
    downloads: () => join(home, 'Downloads'),
    pictures: () => join(home, 'Pictures'),
  }

  function get(key: string): string {
    const path = chosen.get(key) ?? known[key]?.()
    if (path === undefined) throw new Error(`Failed to get '${key}' path`)
    return path
  }
  return { get, set: (key, path) => chosen.set(key, path) }
}
