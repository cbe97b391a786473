import { pngOf } from '../../e2e/program/picture.ts'

const side = 144

/** Stands for somebody's picture: a hill below a sky with a sun, each hash in colours and a form of its own. */
export function faceOf(hash: string): Buffer {
  const digits = [...Buffer.from(hash, 'hex')]
  const [red = 0, green = 0, blue = 0, sunX = 0, sunY = 0, slope = 0] = digits
  const top = [60 + red / 3, 110 + green / 4, 150 + blue / 3]
  const bottom = [230, 190 + green / 6, 150 + blue / 4]
  const hill = [30 + green / 4, 70 + red / 4, 60 + blue / 5]
  return pngOf(side, (x, y) => {
    const horizon = 0.62 + 0.16 * Math.sin(x * (2 + slope / 60) + slope)
    if (y > horizon) return hill.map(value => value * (1.15 - y * 0.35))
    const distance = Math.hypot(x - 0.25 - sunX / 512, y - 0.2 - sunY / 900)
    if (distance < 0.13) return [255, 240, 200]
    return top.map((value, at) => value + ((bottom[at] ?? 0) - value) * (y / horizon))
  })
}
