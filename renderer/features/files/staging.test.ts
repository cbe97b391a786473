import { expect, test } from 'vitest'
import type { Failure } from '../../../shared/domain/failure.ts'
import { type FileToken, mostFiles, mostPastedBytes, type StagedFile } from '../../../shared/domain/file.ts'
import { createView } from '../../state/view.ts'
import { createStaging, type FileDoor, pastedFiles, tooLarge } from './staging.ts'

const key = 'ricky@mired.org ana@mired.org'
const facts = { kind: 'other', mediaType: null, width: null, height: null } as const
const staged = (name: string, size = 1): StagedFile => ({
  ...facts,
  name,
  size,
  token: `token of ${name}` as FileToken,
})
const file = (name: string, type = '') => new File(['x'], name, { type })

function world(over: Partial<FileDoor> = {}) {
  const views = createView()
  const unstaged: FileToken[] = []
  const door: FileDoor = {
    choose: async () => [],
    ofFile: async each => [staged(each.name)],
    ofBytes: async name => staged(name ?? 'by its date'),
    unstage: tokens => unstaged.push(...tokens),
    failureOf: error => (error as { failure?: Failure }).failure ?? { code: 'internal', details: {} },
    ...over,
  }
  return {
    views,
    unstaged,
    staging: createStaging({ views, key, door }),
    names: () => views.getState().staged[key]?.map(each => each.name) ?? [],
    problem: () => views.getState().stagingProblems[key],
  }
}

test('what was dropped stands in its order, whichever is ready first', async () => {
  const { staging, names, views } = world({
    ofFile: async ({ name }) => {
      if (name === 'a') await new Promise(done => setTimeout(done, 5))
      return [staged(name)]
    },
  })
  const first = staging.take([file('a'), file('b')])
  expect(views.getState().staging[key]).toBe(2)
  await first
  expect(names()).toEqual(['a', 'b'])
  expect(views.getState().staging[key]).toBe(0)
})

test('what has no path comes by its bytes, a copied picture without a name', async () => {
  const asked: unknown[] = []
  const { staging, names, problem } = world({
    ofFile: async () => [],
    ofBytes: async (name, bytes) => {
      asked.push([name, bytes.length])
      return staged(name ?? 'by its date')
    },
  })
  await staging.take([file('image.png', 'image/png'), file('notes.txt')])
  expect(asked).toEqual([
    [null, 1],
    ['notes.txt', 1],
  ])
  expect(names()).toEqual(['by its date', 'notes.txt'])
  await staging.take([file(`${'x'.repeat(2000)}.txt`)])
  expect(asked.at(-1)).toEqual([`${'x'.repeat(996)}.txt`, 1])
  const huge = file('huge')
  Object.defineProperty(huge, 'size', { value: mostPastedBytes + 1 })
  await staging.take([huge])
  expect(problem()).toEqual({ type: 'pasted-too-large' })
  expect(names()).toHaveLength(3)
})

test('what cannot be read is named, and the others are taken', async () => {
  const { staging, names, problem } = world({
    ofFile: async ({ name }) => {
      if (name === 'folder') throw { failure: { code: 'file-unreadable', details: {} } }
      return [staged(name)]
    },
  })
  await staging.take([file('folder'), file('b')])
  expect(names()).toEqual(['b'])
  expect(problem()).toEqual({ type: 'unreadable', name: 'folder' })
})

test('never more than can be sent at once; what was too much is let go', async () => {
  const many = Array.from({ length: mostFiles }, (_, index) => file(`${index}`))
  const { staging, names, problem, unstaged } = world({ choose: async () => [staged('x'), staged('y')] })
  await staging.take(many.slice(1))
  expect(problem()).toBeUndefined()
  await staging.choose()
  expect(names()).toHaveLength(mostFiles)
  expect(unstaged).toEqual([staged('y').token])
  expect(problem()).toEqual({ type: 'too-many' })
  await staging.take([file('z')])
  expect(names()).toHaveLength(mostFiles)
})

test('where the server takes none it is said, and nothing is asked or read', async () => {
  const asked: string[] = []
  const { staging, views, problem } = world({
    choose: async () => {
      asked.push('choose')
      return []
    },
    ofFile: async ({ name }) => {
      asked.push(name)
      return []
    },
  })
  views.setState({ uploadLimits: { available: false, maxBytes: null } })
  await staging.choose()
  await staging.take([file('a')])
  expect(asked).toEqual([])
  expect(problem()).toEqual({ type: 'failed', failure: { code: 'no-upload-service', details: {} } })
})

test('what is removed is let go', async () => {
  const { staging, names, unstaged } = world()
  await staging.take([file('a'), file('b')])
  staging.remove(staged('a').token)
  expect(names()).toEqual(['b'])
  expect(unstaged).toEqual([staged('a').token])
})

test('a text that brings a picture of itself is pasted as text; files and copied pictures as files', () => {
  const paste = (text: string, ...files: File[]) => pastedFiles({ files: files as never, getData: () => text })
  const copied = file('image.png', 'image/png')
  expect(paste('1\t2', copied)).toEqual([])
  expect(paste('', copied)).toEqual([copied])
  const real = file('a.pdf')
  expect(paste('/home/ana/a.pdf', real)).toEqual([real])
})

test('too large is what the server would not take', () => {
  const files = [staged('a', 10), staged('b', 11)]
  expect(tooLarge(files, 10).map(each => each.name)).toEqual(['b'])
  expect(tooLarge(files, null)).toEqual([])
})
