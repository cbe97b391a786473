/**
 * Openfire's uploads (its plugin httpfileupload 1.5): slots as recorded, in both namespaces, at an HTTPS server of the
 * tests, which gives no type and knows no range, takes each slot once, and only as many bytes as were announced.
 */
import { randomBytes } from 'node:crypto'
import { type ClientElement, escapeXml, textOf } from './client-xml.ts'
import { said } from './openfire-recordings.ts'

export interface OpenfireUpload {
  /** The answer to a request for a slot; undefined where it is none. */
  readonly answer: (request: ClientElement) => string | undefined
  /** Bytes that were announced for a path; undefined where no slot is there. */
  readonly announced: (path: string) => number | undefined
}

const largest = 52_428_800

/** @param origin of the slots, as `https://mired.test:7443` */
export function createOpenfireUpload(domain: string, origin: string): OpenfireUpload {
  const words = {
    new: said('upload', domain, '<iq type="result"'),
    old: said('upload', domain, '<iq type="result"', 2),
    tooLarge: said('upload', domain, '<iq type="error"'),
    refused: said('upload', domain, '<iq type="error"', 1),
  }
  const slots = new Map<string, number>()
  return {
    announced: path => slots.get(path),
    answer({ attributes, child, xml }) {
      if (attributes.to !== `httpfileupload.${domain}` || child?.name !== 'request') return undefined
      const isOld = child.attributes.xmlns === 'urn:xmpp:http:upload'
      const name = (isOld ? textOf(xml, 'filename') : child.attributes.filename) ?? ''
      const size = Number((isOld ? textOf(xml, 'size') : child.attributes.size) ?? Number.NaN)
      if (name === '' || Number.isNaN(size)) return words.refused
      if (size > largest) return words.tooLarge
      const path = `/httpfileupload/${randomBytes(20).toString('base64url')}/${encodeURIComponent(name)}`
      slots.set(path, size)
      return (isOld ? words.old : words.new).replace(/https:\/\/[^"<]*/g, escapeXml(`${origin}${path}`))
    },
  }
}
