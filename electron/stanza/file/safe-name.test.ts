import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endingOf, safeName } from './safe-name.ts'

test.each([
  ['foto clase.png', 'foto clase.png'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\Windows\\win.ini', 'win.ini'],
  ['C:\\Users\\ana\\a.pdf', 'a.pdf'],
  ['/', 'file'],
  ['', 'file'],
  ['..', 'file'],
  ['. . .', 'file'],
  ['.bashrc', 'bashrc'],
  ['a/..', 'a'],
  ['report.pdf/', 'report.pdf'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['a\u0000b\nc\u007f.txt', 'abc.txt'],
  ['\u2066x\u2069\u200f\u200b.jpg', 'x.jpg'],
  ['photo.jpg.exe   ', 'photo.jpg.exe'],
  ['photo.exe. . ', 'photo.exe'],
  ['a.txt:hidden.exe', 'a.txt_hidden.exe'],
  ['<b>"x"|?*', '_b__x____'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['Nul.tar.gz', '_Nul.tar.gz'],
  ['COM1.log', '_COM1.log'],
  ['lpt\u00b9', '_lpt\u00b9'],
  ['aux .h', '_aux .h'],
  ['console.txt', 'console.txt'],
  ['e\u0301.txt', '\u00e9.txt'],
  ['\ud800a.txt', 'a.txt'],
  ['tarea de bego\u00f1a.odt', 'tarea de bego\u00f1a.odt'],
  ['\u8bfe.pdf', '\u8bfe.pdf'],
  ['a\u2028b.txt', 'ab.txt'],
])('%j is saved as %j', (given, safe) => {
  expect(safeName(given)).toBe(safe)
})

test('what is too long loses its middle, never its ending', () => {
  expect(safeName(`${'a'.repeat(5000)}.pdf`)).toMatch(/^a{116}\.pdf$/)
  expect(Buffer.byteLength(safeName(`${'\u8bfe'.repeat(500)}.exe`))).toBeLessThanOrEqual(200)
  expect(safeName(`${'\u{1f600}'.repeat(500)}.exe`)).toMatch(/\.exe$/)
  expect(safeName(`a.${'b'.repeat(500)}`)).toHaveLength(120)
})

test('whatever comes in, what comes out is a name and stays the same', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aA.:/\\ \u202e\u0000|\ud83d\ude00eCON'), maxLength: 300 })
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 300 })), given => {
      const safe = safeName(given)
      expect(safe).not.toMatch(/[/\\:<>"|?*\p{Cc}\p{Cf}]|^[. ]|[. ]$|^$/u)
      expect(safe.length).toBeLessThanOrEqual(120)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
      expect(safeName(safe)).toBe(safe)
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['a.JPG', 'jpg'],
  ['a', ''],
  ['.bashrc', ''],
  ['a.tar.gz', 'gz'],
  [`a.${'b'.repeat(40)}`, ''],
])('the ending of %s is %j', (name, ending) => {
  expect(endingOf(name)).toBe(ending)
})
