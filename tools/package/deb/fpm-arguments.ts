/** What electron-builder asks its packer for Linux (fpm) for, on fpm's command line. */
export interface PackageOrder {
  readonly architecture: string
  readonly name: string
  readonly version: string
  /** The .deb to write. */
  readonly file: string
  readonly maintainer: string
  readonly homepage: string | null
  readonly section: string
  readonly priority: string
  /** The first line is the synopsis. */
  readonly description: string
  readonly license: string | null
  readonly depends: readonly string[]
  readonly recommends: readonly string[]
  readonly compression: string
  /** Scripts to run as root, after unpacking and after removing. */
  readonly afterInstall: string | null
  readonly afterRemove: string | null
  /** What goes where: a source that ends in a slash means what is in the folder. */
  readonly files: readonly { readonly source: string; readonly target: string }[]
}

const flags = new Set(['--force', '--debug'])
const names: ReadonlyMap<string, string> = new Map([
  ['-s', '--input'],
  ['-t', '--output'],
  ['-d', '--depends'],
])
const known = new Set(
  '--input --output --depends --log --architecture --after-install --after-remove --description --version --package --name --maintainer --vendor --url --category --deb-priority --deb-compression --deb-recommends --license --iteration'.split(
    ' ',
  ),
)

/**
 * Reads fpm's arguments as electron-builder 26 writes them for a .deb.
 * @throws Error for an option that is not known (a newer electron-builder may want something that we would leave out), and where one is missing
 */
export function readFpmArguments(args: readonly string[]): PackageOrder {
  const options = new Map<string, string[]>()
  const files: { source: string; target: string }[] = []
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? ''
    if (flags.has(argument)) continue
    if (!argument.startsWith('-')) {
      const at = argument.lastIndexOf('=')
      if (at < 1) throw new Error(`"${argument}" does not say where it goes`)
      files.push({ source: argument.slice(0, at), target: argument.slice(at + 1) })
      continue
    }
    const option = names.get(argument) ?? argument
    if (!known.has(option)) throw new Error(`${argument} is not known to this packer`)
    index += 1
    const values = options.get(option) ?? []
    values.push(args[index] ?? '')
    options.set(option, values)
  }
  const all = (option: string): readonly string[] => options.get(option) ?? []
  const optional = (option: string): string | null => all(option).at(-1) ?? null
  const needed = (option: string): string => {
    const value = optional(option)
    if (value === null || value === '') throw new Error(`${option} is missing`)
    return value
  }
  if (needed('--output') !== 'deb') throw new Error(`This packer makes .deb, not .${needed('--output')}`)
  const iteration = optional('--iteration')
  return {
    architecture: needed('--architecture'),
    name: needed('--name'),
    version: iteration === null ? needed('--version') : `${needed('--version')}-${iteration}`,
    file: needed('--package'),
    maintainer: needed('--maintainer'),
    homepage: optional('--url'),
    section: optional('--category') ?? 'net',
    priority: optional('--deb-priority') ?? 'optional',
    description: needed('--description'),
    license: optional('--license'),
    depends: all('--depends'),
    recommends: all('--deb-recommends'),
    compression: optional('--deb-compression') ?? 'xz',
    afterInstall: optional('--after-install'),
    afterRemove: optional('--after-remove'),
    files,
  }
}
