/** Draws the icons of the installers from `build-resources/icon.svg`, with the installed Chromium: `node tools/run.mjs package/icons/draw.ts`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { launchChromium } from '../../screenshots/launch-chromium.ts'
import { encodeIcns, encodeIco, encodePng, type Picture } from './formats.ts'

const resources = join(import.meta.dirname, '../../../build-resources')
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512]
const windowsSizes = [16, 20, 24, 32, 40, 48, 64, 128, 256]
const macSizes = [16, 32, 64, 128, 256, 512, 1024]
/** macOS keeps a margin around the tile, for its shadow: Apple's grid is 824 of 1024. */
const macShare = 824 / 1024

const browser = await launchChromium()
try {
  const page = await browser.newPage()
  const draw = async (sizes: readonly number[], share = 1): Promise<readonly Picture[]> => {
    const pictures: Picture[] = []
    for (const size of sizes) pictures.push(await drawOne(page, size, share))
    return pictures
  }
  mkdirSync(join(resources, 'icons'), { recursive: true })
  for (const picture of await draw(linuxSizes)) {
    writeFileSync(join(resources, `icons/${picture.size}x${picture.size}.png`), encodePng(picture))
  }
  writeFileSync(join(resources, 'icon.ico'), encodeIco(await draw(windowsSizes)))
  writeFileSync(join(resources, 'icon.icns'), encodeIcns(await draw(macSizes, macShare)))
} finally {
  await browser.close()
}
console.log('Drawn: build-resources/icons, icon.ico, icon.icns')

async function drawOne(page: Page, size: number, share: number): Promise<Picture> {
  // What is thin in the tile is lost below 20 pixels: there the tray's form stands on it.
  const file = size < 20 ? 'icon-small.svg' : 'icon.svg'
  const svg = readFileSync(join(resources, file), 'utf8')
  const pixels = await page.evaluate(
    async ({ source, side, part }) => {
      const image = new Image(side, side)
      image.src = `data:image/svg+xml,${encodeURIComponent(source)}`
      await image.decode()
      const canvas = new OffscreenCanvas(side, side)
      const context = canvas.getContext('2d')
      if (context === null) throw new Error('no canvas')
      const margin = Math.round((side * (1 - part)) / 2)
      context.drawImage(image, margin, margin, side - 2 * margin, side - 2 * margin)
      // As text: a list of four million numbers takes minutes on its way.
      return Array.from(context.getImageData(0, 0, side, side).data, byte => String.fromCharCode(byte)).join('')
    },
    { source: svg, side: size, part: share },
  )
  return { size, pixels: Buffer.from(pixels, 'latin1') }
}
