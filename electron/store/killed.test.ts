import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
