import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemory } from './memory.ts'

const step = fc.oneof(
  fc.record({ set: fc.constantFrom('a', 'b', 'c'), value: fc.nat() }),
  fc.record({ remove: fc.constantFrom('a', 'b', 'c') }),
  fc.constant({ clear: true as const }),
)

test('what is taken back was never there', () => {
  fc.assert(
    fc.property(fc.array(step), fc.array(step), (kept, takenBack) => {
      const memory = createMemory()
      const map = new Map<string, number>()
      const run = (steps: typeof kept): void => {
        for (const each of steps) {
          if ('set' in each) memory.set(map, each.set, each.value)
          else if ('remove' in each) memory.remove(map, each.remove)
          else memory.clear(map)
        }
      }
      run(kept)
      memory.keep()
      const before = Object.fromEntries(map)
      run(takenBack)
      memory.takeBack()
      expect(Object.fromEntries(map)).toEqual(before)
    }),
  )
})
