import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ana, storeWorld } from './testing/store-world.ts'

test('what apply has promised is there after the program is killed', async () => {
  await using world = storeWorld()
  const program = fileURLToPath(new URL('./testing/killed-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [program, world.folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const promised: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    promised.push(line)
    if (promised.length === 20) child.kill('SIGKILL')
  }
  await exited
  const { store } = await world.open()
  const kept = (await store.outbox(ana)).map(each => each.id as string)
  expect(kept.slice(0, promised.length)).toEqual(promised)
  // At most the one whose promise was on its way.
  expect(kept.length - promised.length).toBeLessThanOrEqual(1)
})

test('a second program on the same profile is told, and the first goes on', { timeout: 60_000 }, async () => {
  await using world = storeWorld()
  const program = fileURLToPath(new URL('./testing/killed-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [program, world.folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  try {
    await once(child.stdout, 'data')
    await expect(world.open()).rejects.toMatchObject({ code: 'storage-failed', details: { condition: 'in-use' } })
    await once(child.stdout, 'data')
    expect(readdirSync(world.folder).filter(name => name.includes('damaged'))).toEqual([])
  } finally {
    child.kill('SIGKILL')
    await exited
  }
  const { store } = await world.open()
  expect([(await store.outbox(ana)).length > 0, store.troubles()]).toEqual([true, []])
})
