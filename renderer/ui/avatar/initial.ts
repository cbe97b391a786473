const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The one letter that stands for a picture: the first grapheme, upper case. `ñandú` gives `Ñ`. */
export function initial(name: string): string {
  const first = graphemes.segment(name.trim())[Symbol.iterator]().next()
  return first.done === true ? '?' : first.value.segment.toLocaleUpperCase()
}
