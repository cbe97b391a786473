/** What crosses between the processes: text for what structured clone can carry. */
export interface Codec {
  /** @throws Error "An object could not be cloned." for functions, symbols, promises, DOM nodes and their like */
  encode(value: unknown): string
  decode(text: string): unknown
}

/**
 * Structured clone as text. `structuredClone` runs first, so that what it refuses and what it strips is the engine's
 * own decision; the graph that is left is written as a table, so that shared and circular references survive.
 *
 * The function's source is also injected into pages: it uses nothing from outside of itself.
 */
export function createCodec(): Codec {
  type Reference = number
  type Entry =
    | null
    | boolean
    | number
    | string
    | readonly ['bigint', string]
    | readonly ['array', number, [number, Reference][]]
    | readonly ['date', number | null]
    | readonly ['regexp', string, string]
    | readonly ['map', [Reference, Reference][]]
    | readonly ['set', Reference[]]
    | readonly ['buffer', string]
    | readonly ['view', string, Reference, number]
    | readonly ['error', string, string, string, Reference[]]
    | readonly ['boxed', Reference]
    | readonly ['object', [string, Reference][]]

  const special: readonly unknown[] = [undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]
  const views = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  }
  const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }
  const has = <Table extends object>(table: Table, name: string): name is Extract<keyof Table, string> =>
    Object.hasOwn(table, name)
  const refuse = (): never => {
    throw new Error('An object could not be cloned.')
  }

  // Chromium has Uint8Array's own base64, Node 24 does not.
  const base64 = {
    write(bytes: Uint8Array): string {
      const native: unknown = Reflect.get(bytes, 'toBase64')
      return typeof native === 'function' ? native.call(bytes) : Buffer.from(bytes).toString('base64')
    },
    read(text: string): ArrayBuffer {
      const native: unknown = Reflect.get(Uint8Array, 'fromBase64')
      return typeof native === 'function'
        ? native.call(Uint8Array, text).buffer
        : new Uint8Array(Buffer.from(text, 'base64')).buffer
    },
  }

  function encode(value: unknown): string {
    const table: Entry[] = []
    const seen = new Map<unknown, Reference>()

    const add = (item: unknown): Reference => {
      const code = special.findIndex(other => Object.is(other, item))
      if (code >= 0) return -1 - code
      const known = seen.get(item)
      if (known !== undefined) return known
      const reference = table.push(null) - 1
      seen.set(item, reference)
      table[reference] = typeof item === 'object' && item !== null ? objectEntry(item) : primitive(item)
      return reference
    }

    const primitive = (item: unknown): Entry => {
      if (typeof item === 'bigint') return ['bigint', String(item)]
      if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' || item === null)
        return item
      return refuse()
    }

    const objectEntry = (item: object): Entry => {
      if (Array.isArray(item))
        return ['array', item.length, Object.keys(item).map(key => [Number(key), add(item[Number(key)])])]
      if (item instanceof Map) return ['map', [...item].map(([key, entry]) => [add(key), add(entry)])]
      if (item instanceof Set) return ['set', [...item].map(add)]
      if (item instanceof Date) return ['date', item.getTime()]
      if (item instanceof RegExp) return ['regexp', item.source, item.flags]
      if (item instanceof ArrayBuffer) return ['buffer', base64.write(new Uint8Array(item))]
      if (ArrayBuffer.isView(item)) return viewEntry(item)
      if (item instanceof Error) {
        return ['error', item.name, item.message, item.stack ?? '', 'cause' in item ? [add(item.cause)] : []]
      }
      if (item instanceof Number || item instanceof String || item instanceof Boolean || item instanceof BigInt) {
        return ['boxed', add(item.valueOf())]
      }
      // Blobs, files, pictures: the page could clone them, the other process could not.
      if (Object.prototype.toString.call(item) !== '[object Object]') return refuse()
      return ['object', Object.entries(item).map(([key, entry]) => [key, add(entry)])]
    }

    const viewEntry = (view: ArrayBufferView): Entry => {
      const whole = view.byteLength === view.buffer.byteLength
      const buffer = whole ? view.buffer : view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength)
      const length = 'length' in view && typeof view.length === 'number' ? view.length : view.byteLength
      return ['view', Object.prototype.toString.call(view).slice(8, -1), add(buffer), length]
    }

    const root = add(cloned(value))
    return JSON.stringify([root, table])
  }

  function cloned(value: unknown): unknown {
    try {
      return structuredClone(value)
    } catch {
      return refuse()
    }
  }

  function decode(text: string): unknown {
    const [root, table]: [Reference, Entry[]] = JSON.parse(text)
    const done = new Map<Reference, unknown>()

    const get = (reference: Reference): unknown => {
      if (reference < 0) return special[-1 - reference]
      if (done.has(reference)) return done.get(reference)
      const entry = table[reference] ?? null
      if (!Array.isArray(entry)) return entry
      return build(entry as Exclude<Entry, null | boolean | number | string>, made => {
        // Before its parts: they may point back to it.
        done.set(reference, made)
        return made
      })
    }

    const build = (
      entry: Exclude<Entry, null | boolean | number | string>,
      keep: <Made>(made: Made) => Made,
    ): unknown => {
      switch (entry[0]) {
        case 'bigint':
          return keep(BigInt(entry[1]))
        case 'date':
          return keep(new Date(entry[1] ?? Number.NaN))
        case 'regexp':
          return keep(new RegExp(entry[1], entry[2]))
        case 'buffer':
          return keep(base64.read(entry[1]))
        case 'boxed':
          return keep(Object(get(entry[1])))
        case 'array': {
          const made = keep(new Array<unknown>(entry[1]))
          for (const [index, item] of entry[2]) made[index] = get(item)
          return made
        }
        case 'map': {
          const made = keep(new Map<unknown, unknown>())
          for (const [key, item] of entry[1]) made.set(get(key), get(item))
          return made
        }
        case 'set': {
          const made = keep(new Set<unknown>())
          for (const item of entry[1]) made.add(get(item))
          return made
        }
        case 'view': {
          const buffer = get(entry[2])
          if (!(buffer instanceof ArrayBuffer) || !has(views, entry[1])) return refuse()
          const View: new (from: ArrayBuffer, offset: number, length: number) => ArrayBufferView = views[entry[1]]
          return keep(new View(buffer, 0, entry[3]))
        }
        case 'error': {
          const made = keep(new (has(errors, entry[1]) ? errors[entry[1]] : Error)(entry[2]))
          Object.defineProperty(made, 'stack', { value: entry[3], configurable: true, writable: true })
          for (const cause of entry[4]) {
            Object.defineProperty(made, 'cause', { value: get(cause), configurable: true, writable: true })
          }
          return made
        }
        case 'object': {
          const made = keep({})
          for (const [key, item] of entry[1]) {
            // Defined, not assigned: a key may be called `__proto__`.
            Object.defineProperty(made, key, { value: get(item), enumerable: true, configurable: true, writable: true })
          }
          return made
        }
      }
    }
    return get(root)
  }

  return { encode, decode }
}
