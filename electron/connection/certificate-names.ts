/** The names in a certificate's subjectAltName (RFC 5280, 4.2.1.6), read from its DER form. */

export interface CertificateName {
  /** `xmpp` is XmppAddr (RFC 6120, 13.7.1.4), `srv` is SRVName (RFC 4985). */
  readonly kind: 'dns' | 'ip' | 'xmpp' | 'srv' | 'uri' | 'mail'
  readonly value: string
}

interface Der {
  readonly tag: number
  readonly content: Uint8Array
}

const tags = { sequence: 0x30, boolean: 0x01, oid: 0x06, extensions: 0xa3 } as const
/** id-ce-subjectAltName, 2.5.29.17. */
const subjectAltName = '551d11'
/** id-on-xmppAddr 1.3.6.1.5.5.7.8.5 and id-on-dnsSRV 1.3.6.1.5.5.7.8.7. */
const otherNames: Readonly<Record<string, 'xmpp' | 'srv'>> = {
  '2b06010505070805': 'xmpp',
  '2b06010505070807': 'srv',
}

/**
 * @param certificate DER
 * @returns in the certificate's order; empty where there are none or the form is broken
 */
export function readCertificateNames(certificate: Uint8Array): readonly CertificateName[] {
  try {
    return findNames(certificate)
  } catch {
    // TLS has parsed it by now; a form that we cannot read vouches for no name.
    return []
  }
}

function findNames(certificate: Uint8Array): readonly CertificateName[] {
  const [whole] = children(certificate)
  const [toBeSigned] = children(content(whole))
  const extensions = children(content(toBeSigned)).find(part => part.tag === tags.extensions)
  if (extensions === undefined) return []
  const [list] = children(extensions.content)
  for (const extension of children(content(list))) {
    const parts = children(extension.content)
    if (parts[0]?.tag !== tags.oid || hex(parts[0].content) !== subjectAltName) continue
    // Between both there may be `critical`, a boolean.
    const value = parts.at(-1)
    const [names] = children(content(value))
    return children(content(names)).flatMap(readName)
  }
  return []
}

function readName({ tag, content: bytes }: Der): readonly CertificateName[] {
  switch (tag) {
    case 0x82:
      return [{ kind: 'dns', value: latin(bytes) }]
    case 0x86:
      return [{ kind: 'uri', value: latin(bytes) }]
    case 0x81:
      return [{ kind: 'mail', value: latin(bytes) }]
    case 0x87:
      return [{ kind: 'ip', value: address(bytes) }]
    case 0xa0:
      return readOtherName(bytes)
    default:
      return []
  }
}

function readOtherName(bytes: Uint8Array): readonly CertificateName[] {
  const [type, wrapped] = children(bytes)
  const kind = type === undefined ? undefined : otherNames[hex(type.content)]
  if (kind === undefined) return []
  const [text] = children(content(wrapped))
  return [{ kind, value: new TextDecoder().decode(content(text)) }]
}

/** The elements that follow each other in `bytes` (X.690: tag, length, content; tags above 30 do not occur here). */
function children(bytes: Uint8Array): Der[] {
  const found: Der[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = byteAt(bytes, at)
    let length = byteAt(bytes, at + 1)
    at += 2
    if (length > 0x80) {
      const count = length & 0x7f
      if (count > 4) throw new Error('length')
      length = 0
      for (let index = 0; index < count; index++) length = length * 256 + byteAt(bytes, at + index)
      at += count
    }
    if (at + length > bytes.length) throw new Error('cut short')
    found.push({ tag, content: bytes.subarray(at, at + length) })
    at += length
  }
  return found
}

function content(part: Der | undefined): Uint8Array {
  if (part === undefined) throw new Error('missing')
  return part.content
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new Error('cut short')
  return byte
}

function address(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) =>
    (byteAt(bytes, 2 * index) * 256 + byteAt(bytes, 2 * index + 1)).toString(16),
  )
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
