/** A display for machines without one: Xvfb, which ends with the process that started it. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startTied, until } from '../../e2e/servers/tied-process.ts'
import { pngFromDump, saysItsColours } from './picture.ts'

export interface VirtualDisplay {
  /** For the environment variable DISPLAY: `:99`. */
  readonly name: string
  /** PNG of everything that is on it now. */
  readonly picture: () => Promise<Buffer>
  readonly end: () => Promise<void>
}

/** Starts Xvfb on the first free display number; its files go to `folder`. Rejects when it does not start. */
export async function startDisplay(folder: string, width: number, height: number): Promise<VirtualDisplay> {
  for (let number = 90; number < 200; number++) {
    const socket = `/tmp/.X11-unix/X${number}`
    if (existsSync(socket) || existsSync(`/tmp/.X${number}-lock`)) continue
    const xvfb = startTied({
      command: 'Xvfb',
      args: [
        `:${number}`,
        '-screen',
        '0',
        `${width}x${height}x24`,
        '-fbdir',
        folder,
        '-nolisten',
        'tcp',
        '-noreset',
        '-nocursor',
      ],
      folder,
      folderIsTemporary: true,
      log: join(folder, 'xvfb.log'),
    })
    const pixels = join(folder, 'Xvfb_screen0')
    // The file is there before what it says of itself.
    const isDrawn = async () => (existsSync(pixels) ? saysItsColours(await readFile(pixels)) : false)
    await until(async () => !xvfb.running() || (existsSync(socket) && (await isDrawn())), 10_000)
    // Two that start at once may choose the same number: one of them has ended.
    if (!xvfb.running()) continue
    return {
      name: `:${number}`,
      picture: async () => pngFromDump(await readFile(pixels)),
      end: () => xvfb.end(3000),
    }
  }
  throw new Error(`Xvfb does not start: ${await readFile(join(folder, 'xvfb.log'), 'utf8').catch(() => '')}`)
}
