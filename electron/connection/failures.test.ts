import { expect, it } from 'vitest'
import { xml } from '../stanza/element.ts'
import { saslFailure, streamFailure } from './failures.ts'
import { namespaces } from './namespaces.ts'

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('a condition %s is one that nobody knows', name => {
  const stream = xml('stream:error', {}, xml(name, { xmlns: namespaces.streamErrors }))
  expect(streamFailure(stream, {})).toMatchObject({ code: 'stream-error', details: { condition: name } })
  const sasl = xml('failure', { xmlns: namespaces.sasl }, xml(name, {}))
  expect(saslFailure(sasl, {})).toMatchObject({ code: 'not-authorized', details: { condition: name } })
})
