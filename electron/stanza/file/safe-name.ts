/** UTF-16 units of a name, and bytes of it in UTF-8: what every file system takes, with room for a number behind it. */
const longestName = 120
const mostBytes = 200
/** Of an ending, its dot included: what is longer is no ending. */
const longestEnding = 20

/** Devices of Windows, whatever ending stands behind them, and in whatever letters. */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[\d\u00b9\u00b2\u00b3]|lpt[\d\u00b9\u00b2\u00b3])$/i

/**
 * A name from the network as one under which a file can be shown and saved on every system: no path, no control
 * characters, none that turn the direction or hide, no device, and its ending, by which programs go, whole.
 */
export function safeName(text: string): string {
  const last = text.split(/[/\\]/).findLast(part => cleaned(part) !== '') ?? ''
  const name = cleaned(last)
  if (name === '') return 'file'
  return shortened(reserved.test(stemOf(name)) ? `_${name}` : name)
}

/** In lower case, without the dot: `jpg`; '' where there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 || name.length - dot > longestEnding ? '' : name.slice(dot + 1).toLowerCase()
}

function cleaned(part: string): string {
  return (
    part
      .toWellFormed()
      .normalize('NFC')
      // Controls, what turns or hides (Cf), halves and replacements of characters, line ends.
      .replace(
        /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Variation_Selector}\ufffd\u115f\u1160\u3164\uffa0]|\u034f/gu,
        '',
      )
      // Not in names of Windows; a colon begins a hidden stream there.
      .replace(/[<>:"|?*]/g, '_')
      .replace(/\p{Zs}+/gu, ' ')
      // Hidden files begin with a dot; Windows leaves out dots and spaces at the end, and another ending comes out.
      .replace(/^[. ]+|[. ]+$/g, '')
  )
}

/** Before the first dot: `NUL.tar.gz` is the device, too. */
function stemOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('.')) || undefined).trimEnd()
}

function shortened(name: string): string {
  const ending = endingOf(name)
  const tail = ending === '' ? '' : name.slice(-ending.length - 1)
  const letters = [...name.slice(0, name.length - tail.length)]
  let size = tail.length
  let bytes = Buffer.byteLength(tail)
  let kept = ''
  for (const letter of letters) {
    size += letter.length
    bytes += Buffer.byteLength(letter)
    if (size > longestName || bytes > mostBytes) return `${kept.replace(/[. ]+$/, '')}${tail}`
    kept += letter
  }
  return name
}
