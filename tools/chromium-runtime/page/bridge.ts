/** One end of the bridge between the preload's world and the page's. */
export interface Bridge {
  /** Gives an object to the other world under a name. */
  expose(name: string, api: unknown): void
  onExpose(listener: (name: string, api: unknown) => void): void
}

/**
 * Two JavaScript worlds of one page share its `window` as an event target and nothing else. They talk by synchronous
 * events with a secret name; Chromium clones `detail` from world to world, so that no object is ever shared.
 * Functions become proxies, promises are followed, plain objects and arrays copied, all else is the engine's clone.
 *
 * The function's source is injected into pages: it uses nothing from outside of itself.
 */
export function createBridge(sendName: string, receiveName: string): Bridge {
  type Packed =
    | { readonly kind: 'function'; readonly id: number }
    | { readonly kind: 'promise'; readonly id: number }
    | { readonly kind: 'error'; readonly name: string; readonly message: string; readonly stack: string }
    | { readonly kind: 'array'; readonly items: readonly Packed[] }
    | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Packed])[] }
    | { readonly kind: 'clone'; readonly value: unknown }
  type Outcome = { readonly ok: true; readonly value: Packed } | { readonly ok: false; readonly error: Packed }
  type Message =
    | { readonly type: 'expose'; readonly name: string; readonly api: Packed }
    | { readonly type: 'call'; readonly id: number; readonly call: number; readonly args: readonly Packed[] }
    | { readonly type: 'return'; readonly call: number; readonly outcome: Outcome }
    | { readonly type: 'settle'; readonly id: number; readonly outcome: Outcome }

  // Kept from before the page's first script: what it does to these later is its own affair.
  const { dispatchEvent, addEventListener } = EventTarget.prototype
  const MessageEvent = CustomEvent
  const deepest = 1000

  const functions = new Map<number, (...args: unknown[]) => unknown>()
  const functionIds = new WeakMap<object, number>()
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  const returned = new Map<number, Outcome>()
  let lastId = 0
  let lastCall = 0
  let listener: (name: string, api: unknown) => void = () => {}

  const nextId = (): number => {
    lastId += 1
    return lastId
  }
  const post = (detail: Message): void => {
    dispatchEvent.call(window, new MessageEvent(sendName, { detail }))
  }
  const isPlain = (value: object): boolean => {
    const prototype: object | null = Object.getPrototypeOf(value)
    return prototype === null || Object.getPrototypeOf(prototype) === null
  }

  function pack(value: unknown, depth = 0): Packed {
    if (depth > deepest) throw new Error('contextBridge: an object is nested too deeply')
    if (typeof value === 'symbol') throw new Error('contextBridge: a symbol cannot be passed')
    if (typeof value === 'function') return packFunction(value as (...args: unknown[]) => unknown)
    if (typeof value !== 'object' || value === null) return { kind: 'clone', value }
    if (value instanceof Promise) {
      const id = nextId()
      value.then(
        result => post({ type: 'settle', id, outcome: { ok: true, value: pack(result) } }),
        (error: unknown) => post({ type: 'settle', id, outcome: { ok: false, error: pack(error) } }),
      )
      return { kind: 'promise', id }
    }
    if (value instanceof Error) {
      return { kind: 'error', name: value.name, message: value.message, stack: value.stack ?? '' }
    }
    if (Array.isArray(value)) return { kind: 'array', items: value.map(item => pack(item, depth + 1)) }
    if (isPlain(value)) {
      return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, pack(item, depth + 1)]) }
    }
    return { kind: 'clone', value }
  }

  function packFunction(value: (...args: unknown[]) => unknown): Packed {
    const id = functionIds.get(value) ?? nextId()
    functionIds.set(value, id)
    functions.set(id, value)
    return { kind: 'function', id }
  }

  function unpack(packed: Packed): unknown {
    switch (packed.kind) {
      case 'function':
        return (...args: unknown[]) => call(packed.id, args)
      case 'promise':
        return new Promise((resolve, reject) => promises.set(packed.id, { resolve, reject }))
      case 'error':
        return Object.assign(new Error(packed.message), {
          ...(packed.name === 'Error' ? {} : { name: packed.name }),
          stack: packed.stack,
        })
      case 'array':
        return packed.items.map(unpack)
      case 'object': {
        const made = {}
        for (const [key, item] of packed.entries) {
          Object.defineProperty(made, key, {
            value: unpack(item),
            enumerable: true,
            configurable: true,
            writable: true,
          })
        }
        return made
      }
      case 'clone':
        return packed.value
    }
  }

  function call(id: number, args: readonly unknown[]): unknown {
    lastCall += 1
    const number = lastCall
    post({ type: 'call', id, call: number, args: args.map(item => pack(item)) })
    const outcome = returned.get(number)
    returned.delete(number)
    if (outcome === undefined) throw new Error('contextBridge: the other world does not answer')
    if (!outcome.ok) throw unpack(outcome.error)
    return unpack(outcome.value)
  }

  function outcomeOf(run: () => unknown): Outcome {
    try {
      return { ok: true, value: pack(run()) }
    } catch (error) {
      return { ok: false, error: pack(error) }
    }
  }

  function receive(message: Message | null): void {
    // A `detail` that could not be cloned arrives as null; the caller then hears that nobody answered.
    if (message === null) return
    switch (message.type) {
      case 'expose':
        listener(message.name, unpack(message.api))
        return
      case 'call': {
        const outcome = outcomeOf(() => functions.get(message.id)?.(...message.args.map(unpack)))
        post({ type: 'return', call: message.call, outcome })
        return
      }
      case 'return':
        returned.set(message.call, message.outcome)
        return
      case 'settle': {
        const promise = promises.get(message.id)
        promises.delete(message.id)
        if (message.outcome.ok) promise?.resolve(unpack(message.outcome.value))
        else promise?.reject(unpack(message.outcome.error))
      }
    }
  }

  addEventListener.call(
    window,
    receiveName,
    event => {
      event.stopImmediatePropagation()
      receive(event instanceof MessageEvent ? event.detail : null)
    },
    true,
  )

  return {
    expose: (name, api) => post({ type: 'expose', name, api: pack(api) }),
    onExpose(next) {
      listener = next
    },
  }
}
