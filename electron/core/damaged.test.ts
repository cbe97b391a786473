/** The whole core on a profile that something has damaged: it starts, says what was wrong, and has all that was readable. */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededNumbers, withFlippedByte } from '../store/testing/damage.ts'
import { fill, type Rows, readable } from '../store/testing/damaged-archive.ts'
import { type StoreWorld, storeWorld } from '../store/testing/store-world.ts'
import { temporaryFolder } from '../testing/ports.ts'
import { startCore } from '../testing/running-core.ts'

/** `DAMAGE_SEED=7 vitest run …` replays one seed. */
const seeds =
  process.env.DAMAGE_SEED === undefined
    ? Array.from({ length: 20 }, (_, index) => index + 1)
    : [Number(process.env.DAMAGE_SEED)]
const files = ['archive.sqlite', 'settings.json', 'settings.backup.json'] as const

let world: StoreWorld
let whole: Rows
beforeAll(async () => {
  world = storeWorld()
  await fill(world)
  whole = readable(join(world.folder, 'archive.sqlite'))
  rmSync(join(world.folder, 'archive.sqlite.scan'), { force: true })
})
afterAll(() => world[Symbol.asyncDispose]())

/** Starts a core on a copy of the profile with this done to it, ends it, and gives what it said and what is there then. */
async function startOn(damage: (folder: string) => void) {
  using copy = temporaryFolder()
  const folder = join(copy.path, 'profile')
  cpSync(world.folder, folder, { recursive: true })
  damage(folder)
  const archive = join(folder, 'archive.sqlite')
  const before = statSync(archive).isFile() ? readable(archive) : null
  rmSync(`${archive}.scan`, { force: true })
  await using running = await startCore({ folder })
  const { troubles } = await running.core.commands['program.snapshot']({})
  await running.stop()
  const database = new DatabaseSync(archive, { readOnly: true })
  const integrity = database.prepare('PRAGMA integrity_check').get()?.integrity_check
  database.close()
  return { before, after: readable(archive), troubles, integrity }
}

const flip = (name: string, seed: number) => (folder: string) => {
  const path = join(folder, name)
  writeFileSync(path, withFlippedByte(readFileSync(path), seededNumbers(seed)))
}

test.each(seeds.flatMap(seed => files.map(file => [file, seed] as const)))(
  '%s with a flipped byte (seed %i)',
  async (file, seed) => {
    const { before, after, troubles, integrity } = await startOn(flip(file, seed))
    expect(integrity).toBe('ok')
    const bodies = new Set([...after.message.values()].map(row => row.body))
    for (const row of before?.message.values() ?? [])
      if (typeof row.body === 'string') expect(bodies).toContain(row.body)
    // What is not as it was is told.
    const isAsBefore = after.message.size === whole.message.size && after.contact.size === whole.contact.size
    if (!isAsBefore) expect(troubles.map(each => each.type)).toContain('archive-damaged')
    if (file === 'settings.json') expect(after.message.size).toBe(whole.message.size)
    expect(after.message.size).toBeGreaterThan(whole.message.size - 40)
  },
)

const half = (name: string) => (folder: string) => {
  const bytes = readFileSync(join(folder, name))
  writeFileSync(join(folder, name), bytes.subarray(0, bytes.length / 2))
}
const emptied = (name: string) => (folder: string) => writeFileSync(join(folder, name), '')

test.each<[string, readonly ((folder: string) => void)[], readonly string[]]>([
  ['a byte of each', files.map(name => flip(name, 3)), ['settings-damaged']],
  ['an archive of no bytes', [emptied('archive.sqlite')], ['archive-damaged']],
  ['settings of no bytes', [emptied('settings.json')], ['settings-damaged']],
  // Of whom there was an archive nobody knows any more.
  ['nothing in any of them', files.map(emptied), ['settings-damaged']],
  ['half of each', files.map(half), ['archive-damaged', 'settings-damaged']],
  [
    'a log that is no log',
    [folder => writeFileSync(join(folder, 'archive.sqlite-wal'), Buffer.alloc(50_000, 'x'))],
    ['archive-damaged'],
  ],
])('%s: it starts and says so', async (_, damages, expected) => {
  const { troubles, integrity } = await startOn(folder => {
    for (const damage of damages) damage(folder)
  })
  expect(integrity).toBe('ok')
  expect(troubles.map(each => each.type)).toEqual(expect.arrayContaining([...expected]))
})

test.each(files)('a folder where %s should be: it says why it cannot start', async name => {
  const start = startOn(folder => {
    rmSync(join(folder, name))
    mkdirSync(join(folder, name))
  })
  await expect(start).rejects.toMatchObject({ code: 'storage-failed' })
})
