/** Numbers that look random and are the same for the same seed (a linear congruential generator). */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  // The first ones of neighbouring seeds are alike.
  for (let turn = 0; turn < 8; turn++) next()
  return below => Math.floor(next() * below)
}

/** The bytes with one of them changed to any other, and where. */
export function withFlippedByte(bytes: Buffer, random: (below: number) => number): Buffer {
  const flipped = Buffer.from(bytes)
  const at = random(bytes.length)
  flipped[at] = (flipped[at] ?? 0) ^ (1 + random(255))
  return flipped
}
