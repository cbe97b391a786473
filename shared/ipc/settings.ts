import { z } from 'zod'
import { languages } from '../domain/settings.ts'
import { command } from './command.ts'

const settings = {
  language: z.enum(languages).nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['cozy', 'compact']),
  textSize: z.number().min(87.5).max(200),
  moreContrast: z.boolean(),
}

export const settingsCommands = {
  /** Changes what is given and keeps the rest. */
  'settings.change': command<void>()(z.strictObject(settings).partial()),
}
