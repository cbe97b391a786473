import { readFileSync } from 'node:fs'

/** What Electron's fuses stand behind (github.com/electron/fuses). Twice in a program for two processors. */
export const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** By their place, as `electron-builder.yml` sets them: '0' is off, '1' on, 'r' no longer there. */
const wanted = [
  { place: 0, name: 'runAsNode', values: '0r' },
  { place: 2, name: 'enableNodeOptionsEnvironmentVariable', values: '0r' },
  { place: 3, name: 'enableNodeCliInspectArguments', values: '0r' },
  { place: 4, name: 'enableEmbeddedAsarIntegrityValidation', values: '1r' },
  { place: 5, name: 'onlyLoadAppFromAsar', values: '1r' },
] as const

/** Which of Electron's fuses in a program are not as we set them. */
export function faultsOfFuses(program: string): readonly string[] {
  const bytes = readFileSync(program)
  const start = bytes.indexOf(fuseMark)
  if (start < 0) return [`${program} has no fuses`]
  // Behind the mark: the version and how many there are, a byte each.
  const fuses = bytes.toString('latin1', start + fuseMark.length + 2)
  return wanted
    .filter(({ place, values }) => !values.includes(fuses[place] ?? '?'))
    .map(({ name }) => `the fuse ${name} is not as it should be`)
}
