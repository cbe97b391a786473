import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { build } from 'vite'
import { type Screen, type SizeId, screens, sizes } from '../../renderer/screens/screens.ts'
import { languages } from '../../shared/domain/settings.ts'
import { launchChromium } from './launch-chromium.ts'
import { pageBuild } from './page-build.ts'
import { type Look, photograph } from './photograph.ts'
import { serve } from './serve.ts'

// Makes a picture of every screen, in both themes, languages and all its sizes, and looks at each with axe.
//   npm run screenshots [-- part of a name]
// CHROMIUM names another browser than the one that is installed.

const top = join(import.meta.dirname, '../..')
const folder = join(top, 'test-results/screenshots')
const themes = ['light', 'dark'] as const
/** Pages that are open at once: as many as cores. */
const atOnce = 2

function looksWith(wanted: string): readonly Look[] {
  return Object.entries<Screen>(screens)
    .flatMap(([id, screen]) =>
      screen.sizes.flatMap((size: SizeId) =>
        themes.flatMap(theme =>
          languages.map(language => {
            const name = [id.replaceAll(' ', '-'), ...(screen.sizes.length > 1 ? [size] : []), theme, language].join(
              '-',
            )
            return { name, screen, size: sizes[size], theme, language }
          }),
        ),
      ),
    )
    .filter(look => look.name.includes(wanted))
}

async function photographAll(browser: Browser, url: string, looks: readonly Look[]): Promise<readonly string[]> {
  const left = [...looks]
  const troubles: string[] = []
  const work = async () => {
    for (let look = left.shift(); look !== undefined; look = left.shift())
      for (const trouble of await photograph(browser, url, look, folder)) troubles.push(`${look.name}: ${trouble}`)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return troubles.sort()
}

const wanted = process.argv[2] ?? ''
const looks = looksWith(wanted)
if (looks.length === 0) throw new Error(`No screen has "${wanted}" in its name`)
await build(pageBuild)
if (wanted === '') await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const served = await serve(join(top, '.cache/screenshots'))
const browser = await launchChromium()
try {
  const troubles = await photographAll(browser, served.url, looks)
  console.log(`${looks.length} pictures in ${folder}`)
  for (const trouble of troubles) console.error(trouble)
  process.exitCode = troubles.length === 0 ? 0 : 1
} finally {
  await browser.close()
  await served.close()
}
