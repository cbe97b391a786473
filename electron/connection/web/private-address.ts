import { BlockList, isIPv4 } from 'node:net'

/** What is not of the open Internet (IANA's special-purpose registries), without what only carries other addresses. */
const blocks = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  blocks.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  blocks.addSubnet(network, bits, 'ipv6')
}

/**
 * Whether an IP address leads to this computer or into a network of its own: what a stranger's link must not make us
 * reach. Addresses that carry an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo) are what they carry, or private.
 */
export function isPrivateAddress(address: string): boolean {
  const [bare = ''] = address.split('%')
  if (isIPv4(bare)) return blocks.check(bare, 'ipv4')
  const words = wordsOf(bare)
  if (words === null) return true
  const [first = 0, second = 0] = words
  const start = words.slice(0, 6)
  const isMapped = start.slice(0, 5).every(word => word === 0) && (start[5] === 0xffff || start[5] === 0)
  const isTranslated = first === 0x64 && second === 0xff9b
  // RFC 8215: a network's own prefix, whose addresses carry theirs wherever it likes; and those of RFC 2765.
  if ((isTranslated && words.slice(2, 6).some(word => word !== 0)) || (start[4] === 0xffff && start[5] === 0))
    return true
  // RFC 5214: within a site, behind any prefix.
  if (((words[4] ?? 0) & 0xfdff) === 0 && words[5] === 0x5efe) return true
  if (isMapped || isTranslated) return blocks.check(bare, 'ipv6') || blocks.check(dotted(words[6], words[7]), 'ipv4')
  if (first === 0x2002) return blocks.check(dotted(words[1], words[2]), 'ipv4')
  // Teredo: the address of somebody's router, veiled; nobody serves files there.
  if (first === 0x2001 && second === 0) return true
  return blocks.check(bare, 'ipv6')
}

function dotted(high = 0, low = 0): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
}

/** The eight words of an IPv6 address; null where it is none. */
function wordsOf(address: string): readonly number[] | null {
  // As the library of URLs writes it: in hexadecimal words alone.
  const host = URL.parse(`http://[${address}]/`)?.hostname
  if (host === undefined) return null
  const [before = '', after] = host.slice(1, -1).split('::')
  const read = (text: string): readonly number[] =>
    text === '' ? [] : text.split(':').map(word => Number.parseInt(word, 16))
  const [left, right] = [read(before), read(after ?? '')]
  const gap = after === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array.from({ length: gap }, () => 0), ...right]
}
