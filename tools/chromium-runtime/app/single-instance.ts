import { createHash } from 'node:crypto'
import { createConnection, createServer, type Server } from 'node:net'
import { createCodec } from '../ipc/codec.ts'

/** What a second start tells the first one. */
export interface SecondStart {
  readonly argv: readonly string[]
  readonly folder: string
  readonly data: unknown
}

export interface SingleInstance {
  /** True where this process is the only one of its profile; else the other one is told. */
  request(data: unknown): boolean
  has(): boolean
  release(): void
  /** Ends when the other process has been told. */
  told(): Promise<void>
}

const { encode, decode } = createCodec()

/**
 * One process for one profile. The lock is an abstract socket (Linux): it belongs to no folder, needs no short path,
 * and the kernel takes it back whichever way the process ends.
 */
export function createSingleInstance(options: {
  readonly profile: () => string
  readonly onSecondStart: (start: SecondStart) => void
}): SingleInstance {
  let server: Server | null = null
  let telling: Promise<void> = Promise.resolve()

  const address = (): string => {
    const name = createHash('sha256')
      .update(`${process.getuid?.() ?? 0} ${options.profile()}`)
      .digest('hex')
      .slice(0, 32)
    return `\0centella-runtime-${name}`
  }

  return {
    request(data) {
      if (server !== null) return true
      const path = address()
      const candidate = createServer(connection => {
        let text = ''
        connection.setEncoding('utf8')
        connection.on('data', (chunk: string) => {
          text += chunk
        })
        connection.on('error', () => {})
        connection.on('end', () => {
          const start = decode(text)
          if (isSecondStart(start)) options.onSecondStart(start)
        })
      })
      candidate.on('error', () => {
        // The address is taken: `listening` says so at once.
      })
      candidate.listen(path)
      if (candidate.listening) {
        candidate.unref()
        server = candidate
        return true
      }
      telling = new Promise(resolve => {
        const start: SecondStart = { argv: process.argv, folder: process.cwd(), data }
        const connection = createConnection(path, () => connection.end(encode(start)))
        connection.on('close', () => resolve())
        connection.on('error', () => resolve())
        connection.resume()
      })
      return false
    },
    has: () => server !== null,
    release() {
      server?.close()
      server = null
    },
    told: () => telling,
  }
}

function isSecondStart(value: unknown): value is SecondStart {
  return typeof value === 'object' && value !== null && 'argv' in value && Array.isArray(value.argv)
}
