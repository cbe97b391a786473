/** What lies in the demo's room: a picture and a document, made here. */
import { pngOf } from '../../e2e/program/picture.ts'
import type { Language } from '../../shared/domain/settings.ts'
import type { SharedFile } from './quiet-client.ts'

/** Who puts which file into the room, in this order. */
export function filesIn(language: Language): readonly (readonly [who: string, file: SharedFile])[] {
  const inLanguage = (en: string, es: string) => (language === 'es' ? es : en)
  return [
    [
      'ines',
      {
        ...{ name: inLanguage('lab-4.pdf', 'practica-4.pdf'), type: 'application/pdf' },
        bytes: pdfOf(inLanguage('Lab 4: osmosis in potatoes', 'Practica 4: osmosis en la patata')),
        words: inLanguage('Here is the sheet for Thursday.', 'Aquí está la hoja para el jueves.'),
      },
    ],
    [
      'elena',
      {
        ...{ name: inLanguage('onion-100x.png', 'cebolla-100x.png'), type: 'image/png' },
        bytes: onionSkin(320),
        words: inLanguage('And this was my onion 🧅', 'Y esta era mi cebolla 🧅'),
      },
    ],
  ]
}

/** Cells of an onion skin under the microscope: long, side by side, each with a nucleus. */
export function onionSkin(side: number): Buffer {
  const rows = 7
  return pngOf(side, (x, y) => {
    const bent = y + 0.03 * Math.sin(x * 5)
    const row = Math.floor(bent * rows)
    const inRow = bent * rows - row
    const cells = 2.4 + (row % 3) * 0.5
    const place = x * cells + row * 0.37
    const inCell = place - Math.floor(place)
    const cell = Math.floor(place) * 7 + row * 13
    // The light of the microscope falls on the middle.
    const light = 1.06 - 0.5 * Math.hypot(x - 0.5, y - 0.5) ** 2
    const isWall = inRow < 0.07 || inCell < 0.03
    const nucleus = Math.hypot((inCell - 0.3 - (cell % 5) * 0.1) * 2.6, inRow - 0.5)
    if (isWall) return [150 * light, 84 * light, 120 * light]
    if (nucleus < 0.16) return [126 * light, 60 * light, 104 * light]
    const shade = 222 + (cell % 4) * 6
    return [shade * light, (shade - 54) * light, (shade - 20) * light]
  })
}

/** A page with one line of text (ASCII), as ISO 32000-1 wants it. */
export function pdfOf(text: string): Buffer {
  const content = `BT /F1 24 Tf 72 720 Td (${text.replace(/[\\()]/g, '\\$&')}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const end = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${end}`)
}
