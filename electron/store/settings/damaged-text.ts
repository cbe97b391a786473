type Json = Readonly<Record<string, unknown>>

/**
 * Reads what is left of a settings file that is no JSON any more. The program writes one value a line and each level
 * two spaces further in, so that damage costs the lines that it hit: what belongs together is told by the spaces, not
 * by the brackets, which may be gone.
 * @returns JSON as far as it could be read; every field of it may be missing
 */
export function readDamagedText(text: string): Json {
  const lines = text.split('\n').map(line => ({ depth: line.search(/[^ ]/), text: line.trim() }))
  return readObject(lines, 2)
}

/**
 * Damage that hit the name of the accounts or the settings costs the name alone: each of them looks like nothing else.
 * What else there is is left out: under a wrong name an account would outlive its removal.
 */
export function guessNames(file: Json): Json {
  const values = Object.values(file)
  return {
    lastAccount: file.lastAccount,
    accounts: file.accounts ?? values.find(each => Array.isArray(each)),
    settings: file.settings ?? values.find(each => typeof each === 'object' && each !== null && 'theme' in each),
  }
}

interface Line {
  /** Spaces before the text; -1 where there is none. */
  readonly depth: number
  readonly text: string
}

const fieldLine = /^"([A-Za-z]+)": (.*)$/

function readObject(lines: readonly Line[], depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [index, line] of lines.entries()) {
    const [, name, rest] = (line.depth === depth && fieldLine.exec(line.text)) || []
    if (name === undefined || rest === undefined) continue
    const value = readValue(rest, inside(lines, index), depth)
    if (value !== undefined) object[name] = value
  }
  return object
}

function readArray(lines: readonly Line[], depth: number): readonly unknown[] {
  return lines.flatMap((line, index) => {
    if (line.depth !== depth || /^[}\]]/.test(line.text)) return []
    const value = readValue(line.text, inside(lines, index), depth)
    return value === undefined ? [] : [value]
  })
}

function readValue(text: string, nested: readonly Line[], depth: number): unknown {
  if (nested.length > 0) {
    const isArray = !nested.some(line => line.depth === depth + 2 && fieldLine.test(line.text))
    return isArray ? readArray(nested, depth + 2) : readObject(nested, depth + 2)
  }
  try {
    return JSON.parse(text.replace(/,$/, ''))
  } catch {
    // The line that was hit.
    return undefined
  }
}

/** The lines after this one that stand further in. */
function inside(lines: readonly Line[], index: number): readonly Line[] {
  const depth = lines[index]?.depth ?? 0
  const rest = lines.slice(index + 1)
  const end = rest.findIndex(line => line.depth <= depth)
  return end === -1 ? rest : rest.slice(0, end)
}
