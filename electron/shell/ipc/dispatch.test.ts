import { expect, test, vi } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { commandNames } from '../../../shared/ipc/command-names.ts'
import { type CommandHandlers, commands } from '../../../shared/ipc/index.ts'
import { silentLog } from '../../core/ports/index.ts'
import { createDispatch } from './dispatch.ts'

const refuse = () => {
  throw new AppError('invalid-address', 'no', { domain: 'mired.org' })
}
const handlers = Object.fromEntries(Object.keys(commands).map(name => [name, refuse])) as unknown as CommandHandlers
const dispatch = (changed: Partial<CommandHandlers> = {}) =>
  createDispatch({ handlers: { ...handlers, ...changed }, log: silentLog })

test('a good call runs its handler with the checked payload', async () => {
  const recall = vi.fn(() => null)
  const answer = await dispatch({ 'account.recall': recall })('account.recall', { address: 'ana@mired.org' })
  expect(answer).toEqual({ ok: true, value: null })
  expect(recall).toHaveBeenCalledWith({ address: 'ana@mired.org' })
})

test.each(['toString', '__proto__', 'nobody.knows', 7, null, ['program.snapshot']])('%j is no command', async name => {
  expect(await dispatch()(name, {})).toMatchObject({ ok: false, failure: { code: 'invalid-payload' } })
})

test('a payload that the guard refuses reaches no handler', async () => {
  const recall = vi.fn(() => null)
  const answer = await dispatch({ 'account.recall': recall })('account.recall', { address: 1 })
  expect(answer).toEqual({ ok: false, failure: { code: 'invalid-payload', details: { text: 'address' } } })
  expect(recall).not.toHaveBeenCalled()
})

test('a failure travels with its code and details', async () => {
  const answer = await dispatch()('account.recall', { address: 'x' })
  expect(answer).toEqual({ ok: false, failure: { code: 'invalid-address', details: { domain: 'mired.org' } } })
})

test('the preload lets through the commands of the contract and no other', () => {
  expect([...commandNames].sort()).toEqual(Object.keys(commands).sort())
})
