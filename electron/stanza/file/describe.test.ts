import { describe, expect, it, test } from 'vitest'
import { describeFile, fileAt, fileUrl, namesFile } from './describe.ts'

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const described = (name: string, bytes: Uint8Array) => describeFile(name, { head: bytes, tail: bytes, whole: bytes })
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const zip = (names: string): Uint8Array => latin(`PK\x03\x04${'\0'.repeat(26)}${names}`)

describe('what a file is', () => {
  it.each([
    ['foto.png', png, 'picture', 'image/png'],
    // The content says what it is: Openfire sends no type, and names are anybody's.
    ['foto', png, 'picture', 'image/png'],
    ['foto.pdf', png, 'picture', 'image/png'],
    ['foto.jpg', latin('\xff\xd8\xff\xe0'), 'picture', 'image/jpeg'],
    ['a.gif', latin('GIF89a'), 'picture', 'image/gif'],
    ['a.webp', latin('RIFF\0\0\0\0WEBPVP8 '), 'picture', 'image/webp'],
    ['a.avif', latin('\0\0\0\x1cftypavif'), 'picture', 'image/avif'],
    ['a.heic', latin('\0\0\0\x1cftypheic'), 'picture', 'image/heic'],
    ['apuntes.pdf', latin('%PDF-1.7\n%\xe2\xe3\xcf\xd3'), 'pdf', 'application/pdf'],
    ['apuntes.pdf', latin('\n%PDF-1.7'), 'pdf', 'application/pdf'],
    ['a.mp4', latin('\0\0\0\x18ftypisom'), 'video', 'video/mp4'],
    ['a.mov', latin('\0\0\0\x14ftypqt  '), 'video', 'video/quicktime'],
    ['a.webm', latin('\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x86webm'), 'video', 'video/webm'],
    ['a.m4a', latin('\0\0\0\x18ftypM4A '), 'audio', 'audio/mp4'],
    ['a.mp3', latin('ID3\x04'), 'audio', 'audio/mpeg'],
    ['a.mp3', latin('\xff\xfb\x90\x64\0'), 'audio', 'audio/mpeg'],
    ['a.ogg', latin('OggS\0\x02 vorbis'), 'audio', 'audio/ogg'],
    ['a.wav', latin('RIFF\0\0\0\0WAVEfmt '), 'audio', 'audio/wav'],
    ['a.zip', zip('a.txt'), 'archive', 'application/zip'],
    ['a.tar.gz', latin('\x1f\x8b\x08'), 'archive', 'application/gzip'],
    ['a.docx', zip('[Content_Types].xml word/document.xml'), 'document', expect.stringContaining('wordprocessingml')],
    [
      'a.odt',
      zip('mimetypeapplication/vnd.oasis.opendocument.textPK'),
      'document',
      expect.stringContaining('opendocument.text'),
    ],
    ['a.doc', latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'document', 'application/msword'],
    ['notas.txt', Buffer.from('¿Qué tal?'), 'text', 'text/plain'],
    ['notas.txt', latin('\xbfQu\xe9 tal estamos todos en clase?'), 'text', 'text/plain'],
    ['notas.csv', latin('a;b\n1;2\n'), 'text', 'text/plain'],
    ['page.txt', latin('<!doctype html><script>1</script>'), 'text', 'text/plain'],
    ['vacio.txt', latin(''), 'text', 'text/plain'],
    ['vacio', latin(''), 'other', null],
    // A picture that is none.
    ['foto.png', latin('\0\x01\x02nothing'), 'other', null],
    ['foto.png', latin(''), 'other', null],
    ['data', latin('\0\x01\x02\x03'), 'other', null],
  ])('%s', (name, bytes, kind, mediaType) => {
    expect(described(name, bytes)).toMatchObject({ kind, mediaType })
  })

  it.each([
    ['setup.exe', latin('MZ\x90\0')],
    ['foto.jpg', latin('MZ\x90\0')],
    ['apuntes.pdf', latin('MZ %PDF-1.7')],
    ['a', latin('\x7fELF\x02')],
    ['a', latin('\xcf\xfa\xed\xfe')],
    ['a', latin('\xca\xfe\xba\xbe')],
    ['notas', latin('#!/bin/sh\nrm x')],
    ['notas.txt', latin('#!/bin/sh\nrm x')],
    ['foto', latin('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['foto.png', latin('<?xml version="1.0"?>\n<svg/>')],
    ['foto.svg', png],
    ['page', latin('\xef\xbb\xbf  <!DOCTYPE html><script>1</script>')],
    ['page.html', latin('hello')],
    ['page.pdf', latin('hello <iframe src=x>')],
    // No text, but browsers and desktops go by how it begins.
    ['page', latin('<html>\0<script>1</script>')],
    ['Informe', latin('\x01\n[Desktop Entry]\nExec=sh')],
    ['page', latin('<html><!--%PDF-1.7--><script>1</script>\0')],
    ['a.jar', zip('META-INF/MANIFEST.MF')],
    ['a.zip', zip('META-INF/MANIFEST.MF')],
    ['a.apk', zip('AndroidManifest.xml')],
    ['a.docm', zip('[Content_Types].xml word/')],
    ['a.docx', zip('[Content_Types].xml word/vbaProject.bin')],
    ['a.msi', latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
    ['a.pdf', latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
    ['a.deb', latin('!<arch>\ndebian')],
    ['a.rpm', latin('\xed\xab\xee\xdb')],
    ['a', latin('L\0\0\0\x01\x14\x02\0')],
    ['Informe', latin('[Desktop Entry]\nExec=sh')],
    ['Informe.url', latin('[InternetShortcut]\nURL=file:///')],
    ['a.iso', Buffer.concat([Buffer.alloc(0x8001), Buffer.from('CD001')])],
    ['a', Buffer.concat([Buffer.alloc(0x8001), Buffer.from('CD001')])],
    ...'bat cmd com scr ps1 vbs js sh desktop appimage dmg pkg app lnk hta chm reg py xlsm html svg xml mhtml msix appinstaller ppkg wsb vsto xbap udl crt pub kdelnk'
      .split(' ')
      .map((ending): [string, Uint8Array] => [`a.${ending}`, latin('plain text')]),
  ])('%s is a program', (name, bytes) => {
    expect(described(name, bytes)).toMatchObject({ kind: 'program', width: null })
  })

  it('a picture that can be shown has its size, one that cannot has none', () => {
    expect(described('a.png', png)).toMatchObject({ width: 1, height: 1 })
    const huge = Buffer.from(png)
    huge.writeUInt32BE(60_000, 16)
    expect(described('a.png', huge)).toMatchObject({ kind: 'picture', width: null, height: null })
    expect(describeFile('a.png', { head: png, tail: png, whole: null })).toMatchObject({ kind: 'picture', width: null })
  })

  it('names come out safe', () => {
    expect(described('../\u202egnp.exe', png)).toMatchObject({ name: 'gnp.exe', kind: 'program' })
  })
})

describe('an address of a file', () => {
  test('says its name, its host and what the name says', () => {
    expect(fileAt('https://mired.org:7443/httpfileupload/pYU_g39a/foto%20clase.png')).toEqual({
      ...{ name: 'foto clase.png', kind: 'picture', mediaType: 'image/png', width: null, height: null },
      ...{ size: null, host: 'mired.org:7443', copy: null },
    })
  })

  test.each([
    ['https://a.b/x/..%2f..%2fetc%2fpasswd', 'passwd'],
    ['https://a.b/', 'file'],
    ['https://a.b/%E2%80%AEfdp.exe?x#y', 'fdp.exe'],
    ['https://a.b/%ff%fe.txt', '%ff%fe.txt'],
    ['https://a.b/x/a.png/', 'a.png'],
    ['HTTPS://A.B/X.PDF', 'X.PDF'],
  ])('%s is %s', (url, name) => expect(fileAt(url)?.name).toBe(name))

  test.each([
    'hello',
    'https://a.b/x y',
    'see https://a.b/x.png',
    'https://a.b/x.png\nhttps://a.b/y.png',
    'ftp://a.b/x',
    'aesgcm://a.b/x.png#00',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://ana:secret@a.b/x.png',
    'https://',
    `https://a.b/${'x'.repeat(5000)}`,
  ])('%s is none', text => expect(fileAt(text)).toBeNull())

  test.each([
    ['https://a.b/x.png', true],
    ['https://a.b/x', false],
    ['https://a.b/', false],
  ])('%s names a file: %s', (text, expected) => {
    const url = fileUrl(text)
    expect(url !== null && namesFile(url)).toBe(expected)
  })
})
