/** Pictures for the people of the demo, drawn here: nobody's face. */
import { pngOf } from '../../e2e/program/picture.ts'

type Colour = readonly [number, number, number]

const side = 96
const grounds: readonly Colour[] = [
  [126, 190, 178],
  [236, 190, 120],
  [150, 170, 220],
  [226, 150, 140],
  [180, 200, 130],
  [200, 165, 210],
]
const skins: readonly Colour[] = [
  [244, 208, 177],
  [226, 178, 140],
  [190, 138, 100],
  [140, 96, 68],
]
const hairs: readonly Colour[] = [
  [60, 44, 36],
  [112, 72, 40],
  [30, 30, 36],
  [168, 120, 62],
]
const clothes: readonly Colour[] = [
  [44, 100, 110],
  [150, 62, 70],
  [70, 80, 140],
  [90, 110, 60],
]

/** Numbers of colours, each from 0 to 3 (of the ground to 5), and whether the hair is long. */
export type Look = readonly [ground: number, skin: number, hair: number, coat: number, hairIs: 'short' | 'long']

/** Head and shoulders as PNG. */
export function portraitOf([groundAt, skinAt, hairAt, coatAt, hairIs]: Look): Buffer {
  const pick = (list: readonly Colour[], index: number): Colour => list[index] ?? [0, 0, 0]
  const [ground, skin] = [pick(grounds, groundAt), pick(skins, skinAt)]
  const [hair, coat] = [pick(hairs, hairAt), pick(clothes, coatAt)]
  const isLong = hairIs === 'long'
  const inside = (x: number, y: number, width: number, height: number) => (x / width) ** 2 + (y / height) ** 2 < 1
  const at = (x: number, y: number): Colour => {
    if (inside(x - 0.42, y - 0.47, 0.025, 0.03) || inside(x - 0.58, y - 0.47, 0.025, 0.03)) return [50, 40, 40]
    const smiles = inside(x - 0.5, y - 0.555, 0.08, 0.06) && y > 0.57
    if (smiles) return [150, 70, 66]
    const isFringe = inside(x - 0.5, y - 0.38, 0.2, 0.16) && y < 0.36 + 0.05 * Math.sin(x * 9)
    if (isFringe) return hair
    if (inside(x - 0.5, y - 0.47, 0.18, 0.22)) return skin
    if (inside(x - 0.5, y - 0.42, 0.225, isLong ? 0.25 : 0.22) && y < 0.5) return hair
    if (isLong && Math.abs(x - 0.5) < 0.225 && y >= 0.42 && y < 0.72) return hair
    if (Math.abs(x - 0.5) < 0.075 && y >= 0.6 && y < 0.8) return skin
    if (inside(x - 0.5, y - 1.04, 0.38, 0.32)) return coat
    return ground
  }
  // Each point is the mean of nine: edges are soft.
  const steps = [1 / 6, 3 / 6, 5 / 6].map(step => step / side)
  return pngOf(side, (x, y) => {
    const sum = [0, 0, 0]
    for (const down of steps)
      for (const right of steps)
        at(x + right, y + down).forEach((part, index) => {
          sum[index] = (sum[index] ?? 0) + part / 9
        })
    return sum
  })
}
