import { sealOf } from './checksum.ts'
import { guessNames, readDamagedText } from './damaged-text.ts'
import { readContent, type SettingsContent } from './settings-content.ts'

export interface ChosenSettings {
  readonly content: SettingsContent
  /** The JSON that it was read from. */
  readonly found: unknown
  /** Where the file is damaged: what was used instead of it. */
  readonly damaged: 'backup' | 'damaged-file' | null
}

/**
 * What the settings are, from the file and its second copy; null where there is none. The file counts while it is as
 * it was written, then the copy, then what can be read of the file.
 */
export function chooseSettings(texts: {
  readonly main: string | null
  readonly backup: string | null
}): ChosenSettings {
  const main = parse(texts.main)
  const backup = parse(texts.backup)
  const copied = isObject(backup) && sealOf(backup) === 'whole' ? backup : null
  if (texts.main === null) return { ...readFrom(copied ?? {}), damaged: null }
  const seal = isObject(main) ? sealOf(main) : 'broken'
  // A copy has a checksum only where the file had one: where it has gone, something has happened to the file.
  const altered = seal === 'broken' || (seal === 'absent' && copied !== null)
  if (altered && copied !== null) return { ...readFrom(copied), damaged: 'backup' }
  const json = isObject(main) ? main : readDamagedText(texts.main)
  const found = altered ? guessNames(json) : json
  const { content, damaged } = readContent(found)
  return { content, found, damaged: damaged || altered ? 'damaged-file' : null }
}

function readFrom(found: unknown): Pick<ChosenSettings, 'content' | 'found'> {
  return { content: readContent(found).content, found }
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    // No JSON: the caller sees what is left of it.
    return null
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
