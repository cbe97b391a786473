import { expect, test, vi } from 'vitest'
import { AppError } from '../../shared/domain/failure.ts'

const showErrorBox = vi.hoisted(() => vi.fn())
vi.mock('electron', () => ({
  app: { exit: () => {}, getPreferredSystemLanguages: () => ['en-GB'] },
  dialog: { showErrorBox },
}))
const { endWithFailure } = await import('./start-failure.ts')

test('the box at a failed start shows no secret that an error holds, and says what we know', () => {
  endWithFailure(new Error('bad input <auth>AGFuYQBhbmEtcHc=</auth>'))
  expect(JSON.stringify(showErrorBox.mock.lastCall)).not.toContain('AGFuYQBhbmEtcHc=')
  endWithFailure(new AppError('storage-failed', 'no', { text: 'The disk says "no"', condition: 'disk-full' }))
  expect(showErrorBox.mock.lastCall?.[1]).toContain('The disk says "no"')
})
