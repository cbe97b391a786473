/** One figure over all runs. */
export interface Figure {
  readonly median: number
  readonly min: number
  readonly max: number
  readonly unit: string
}

export interface BenchResult {
  readonly scenario: string
  readonly runtime: string
  readonly runs: number
  readonly metrics: Readonly<Record<string, Figure>>
}

/** @throws Error without values */
export function figure(values: readonly number[], unit: string): Figure {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle]
  const [min] = sorted
  const max = sorted.at(-1)
  if (upper === undefined || lower === undefined || min === undefined || max === undefined) {
    throw new Error('A figure needs values')
  }
  const round = (value: number): number => Math.round(value * 1000) / 1000
  return { median: round((lower + upper) / 2), min: round(min), max: round(max), unit }
}
