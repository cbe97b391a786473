import type { z } from 'zod'

declare const result: unique symbol

/** A command of the renderer to the main process: the guard of its payload and, as a type only, its result. */
export interface CommandDefinition<Payload, Result> {
  readonly payload: z.ZodType<Payload>
  readonly [result]?: Result
}

/** `command<Result>()(guard)`: in two steps, so that the payload's type comes from the guard alone. */
export function command<Result>() {
  return <Payload>(payload: z.ZodType<Payload>): CommandDefinition<Payload, Result> => ({ payload })
}

export type PayloadOf<Definition> = Definition extends CommandDefinition<infer Payload, infer _Result> ? Payload : never
export type ResultOf<Definition> = Definition extends CommandDefinition<infer _Payload, infer Result> ? Result : never
