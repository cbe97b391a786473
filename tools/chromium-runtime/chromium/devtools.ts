import type { Readable, Writable } from 'node:stream'
import type { Protocol } from './protocol.ts'

type Commands = Protocol.CommandParameters
type Results = Protocol.CommandReturnValues
/** Event name -> what it carries. */
export type DevToolsEvents = { readonly [Name in keyof Protocol.Events]: Protocol.Events[Name] }

/** One target's half of the connection, or the browser's. */
export interface DevToolsSession {
  /** @throws Error where Chromium refuses the command or is gone */
  send<Method extends keyof Commands & keyof Results>(
    method: Method,
    params?: Commands[Method],
  ): Promise<Results[Method]>
  on<Name extends keyof DevToolsEvents>(event: Name, listener: (payload: DevToolsEvents[Name]) => void): void
}

export interface DevTools extends DevToolsSession {
  session(id: string): DevToolsSession
  forget(id: string): void
  /** Fails what is still waiting for an answer. */
  end(): void
}

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly sessionId?: string
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly method: string
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

const separator = 0

/** Speaks the DevTools protocol over a pair of pipes: no port that another user of the machine could attach to. */
export function connectDevTools(input: Readable, output: Writable): DevTools {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  let lastId = 0
  let ended = false
  let rest: Buffer[] = []

  output.on('error', () => {
    // The exit of Chromium is reported by its process.
  })
  input.on('error', () => {})
  input.on('data', (chunk: Buffer) => {
    let start = 0
    for (let at = chunk.indexOf(separator); at >= 0; at = chunk.indexOf(separator, start)) {
      rest.push(chunk.subarray(start, at))
      const text = Buffer.concat(rest).toString()
      rest = []
      start = at + 1
      receive(JSON.parse(text))
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  })

  function receive(answer: Answer): void {
    if (answer.id === undefined) {
      for (const listener of listeners.get(key(answer.sessionId, answer.method ?? '')) ?? [])
        listener(answer.params as never)
      return
    }
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error === undefined) asked?.resolve(answer.result as never)
    else asked?.reject(new Error(`${asked.method}: ${answer.error.message}`))
  }

  function sessionFor(id: string | undefined): DevToolsSession {
    return {
      send: (method, params) =>
        new Promise((resolve, reject) => {
          if (ended) {
            reject(new Error(`${method}: Chromium is gone`))
            return
          }
          lastId += 1
          waiting.set(lastId, { method, resolve, reject })
          output.write(`${JSON.stringify({ id: lastId, method, params: params ?? {}, sessionId: id })}\0`)
        }),
      on(event, listener) {
        const name = key(id, event)
        const known = listeners.get(name) ?? new Set()
        known.add(listener)
        listeners.set(name, known)
      },
    }
  }

  return {
    ...sessionFor(undefined),
    session: sessionFor,
    forget(id) {
      for (const name of listeners.keys()) if (name.startsWith(`${id} `)) listeners.delete(name)
    },
    end() {
      ended = true
      for (const { method, reject } of waiting.values()) reject(new Error(`${method}: Chromium is gone`))
      waiting.clear()
    },
  }
}

const key = (session: string | undefined, event: string): string => `${session ?? ''} ${event}`
