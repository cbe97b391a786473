import { expect, test } from 'vitest'
import { regrouped } from './regroup.ts'

const move = { keep: false, shared: ['Profesores'] }

test.each([
  ['into another group', ['A'], { ...move, from: 'A', to: 'B' }, ['B']],
  ['out of none', [], { ...move, from: '', to: 'B' }, ['B']],
  ['into none', ['A', 'B'], { ...move, from: 'A', to: '' }, ['B']],
  ['into one where they are already', ['A', 'B'], { ...move, from: 'A', to: 'B' }, ['B']],
  ['both', ['A'], { ...move, from: 'A', to: 'B', keep: true }, ['A', 'B']],
  ['to where they were', ['A'], { ...move, from: 'A', to: 'A' }, null],
  ['both, where they are in both', ['A', 'B'], { ...move, from: 'A', to: 'B', keep: true }, null],
  ['into none, and stay', ['A'], { ...move, from: 'A', to: '', keep: true }, null],
  ['into one that the server keeps', ['A'], { ...move, from: 'A', to: 'Profesores' }, null],
  ['out of one that the server keeps', ['Profesores'], { ...move, from: 'Profesores', to: 'A' }, ['Profesores', 'A']],
  ['out of one that the server keeps, into none', ['Profesores'], { ...move, from: 'Profesores', to: '' }, null],
] as const)('%s', (_what, groups, how, next) => expect(regrouped(groups, how)).toEqual(next))
