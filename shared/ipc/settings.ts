import { z } from 'zod'
import { languages } from '../domain/settings.ts'
import { command } from './command.ts'

const settings = z.strictObject({
  language: z.enum(languages).nullable().exactOptional(),
  theme: z.enum(['system', 'light', 'dark']).exactOptional(),
  density: z.enum(['cozy', 'compact']).exactOptional(),
  textSize: z.number().min(87.5).max(200).exactOptional(),
  moreContrast: z.boolean().exactOptional(),
  awayWhenIdle: z.boolean().exactOptional(),
  awayAfter: z.int().min(1).max(240).exactOptional(),
  notifications: z.boolean().exactOptional(),
  notificationText: z.boolean().exactOptional(),
  notificationSound: z.boolean().exactOptional(),
  keepInTray: z.boolean().exactOptional(),
  toldOfTray: z.boolean().exactOptional(),
  sendReceipts: z.boolean().exactOptional(),
  sendMarkers: z.boolean().exactOptional(),
  sendTyping: z.boolean().exactOptional(),
})

export const settingsCommands = {
  /** Changes what is given and keeps the rest. */
  'settings.change': command<void>()(settings),
}
