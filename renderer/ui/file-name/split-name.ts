/** So much of the end always stays in sight: an ending, and what tells `report-1` from `report-2`. */
const endLength = 10

/** A name in two: what may be cut, and its end. Together they are the name. */
export function splitName(name: string): readonly [start: string, end: string] {
  // By what a person sees as one sign: half a sign is none.
  const signs = [...segmenter.segment(name)].map(({ segment }) => segment)
  if (signs.length <= endLength) return [name, '']
  return [signs.slice(0, -endLength).join(''), signs.slice(-endLength).join('')]
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
