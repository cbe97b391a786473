import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'

/** The program in a package: what files it has, and what is in them. */
export interface AppFiles {
  /** With `/` between folders, sorted. */
  readonly paths: readonly string[]
  readonly read: (path: string) => string
}

/**
 * Opens the program in the `resources` folder of a package: `app.asar`, or the folder `app`.
 * @throws Error where there is none
 */
export function openApp(resources: string): AppFiles {
  const archive = join(resources, 'app.asar')
  if (existsSync(archive)) return openArchive(archive)
  const folder = join(resources, 'app')
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => statSync(join(folder, path)).isFile())
  return { paths: paths.sort(), read: path => readFileSync(join(folder, path), 'utf8') }
}

/** asar (github.com/electron/asar): four lengths, a list of files as JSON, then the files one after the other. */
function openArchive(file: string): AppFiles {
  const bytes = readFileSync(file)
  const start = 8 + bytes.readUInt32LE(4)
  const list: unknown = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12)))
  const found = new Map<string, { readonly offset: number; readonly size: number }>()
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return
    const files: unknown = Reflect.get(node, 'files')
    if (typeof files === 'object' && files !== null) {
      for (const [name, child] of Object.entries(files)) walk(child, path === '' ? name : `${path}/${name}`)
    } else found.set(path, { offset: Number(Reflect.get(node, 'offset')), size: Number(Reflect.get(node, 'size')) })
  }
  walk(list, '')
  return {
    paths: [...found.keys()].sort(),
    read(path) {
      const place = found.get(path)
      if (place === undefined) throw new Error(`${path} is not in the archive`)
      return bytes.toString('utf8', start + place.offset, start + place.offset + place.size)
    },
  }
}

/** What the program cannot do without. */
const needed = [
  'package.json',
  'out/main/main.js',
  'out/main/database-worker.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
]

/** What is wrong with the program in a package: sources, tests or development files in it, parts missing, packages that it would look for in vain. */
export function faultsOfApp({ paths, read }: AppFiles): readonly string[] {
  const strangers = paths.filter(path => path !== 'package.json' && !path.startsWith('out/'))
  const sources = paths.filter(path => /\.(tsx?|map)$|\.(test|spec)\./.test(path))
  const missing = needed.filter(path => !paths.includes(path))
  const lookedFor = paths
    .filter(path => /^out\/(main|preload)\/[^/]+\.c?js$/.test(path))
    .flatMap(path => importsOf(read(path)).map(name => [path, name] as const))
    .filter(([, name]) => name !== 'electron' && !name.startsWith('.') && !isBuiltin(name))
  return [
    ...strangers.map(path => `${path} does not belong into a package`),
    ...sources.map(path => `${path} is a source`),
    ...missing.map(path => `${path} is missing`),
    ...lookedFor.map(([path, name]) => `${path} looks for the package ${name}, which is not there`),
  ]
}

/** Names of modules, as the build writes them: `import … from"x"` at the beginning of a statement, and `require("x")`. */
function importsOf(script: string): readonly string[] {
  const statements = script.matchAll(/^import\s*(?:[\w*$\s{},]+\sfrom\s*)?["']([^"'\n]+)["']/gm)
  const calls = script.matchAll(/\brequire\(["']([^"'\n]+)["']\)/g)
  return [...statements, ...calls].map(match => match[1] ?? '')
}
