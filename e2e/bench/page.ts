import { setTimeout as pause } from 'node:timers/promises'

/** A page of a running program, over the DevTools protocol: an outside process that asks and types. */
export interface PageProbe extends Disposable {
  evaluate(expression: string): Promise<unknown>
  /** One key, pressed and let go. */
  press(key: string): Promise<void>
}

/** Milliseconds between two looks at something that is not there yet: what a figure can be late by. */
const glance = 5
/** Milliseconds after which something that is not there will not come. */
const patience = 60_000

/** Waits for the page with this end of its address and connects to it. */
export async function connectToPage(port: number, addressEnd: string): Promise<PageProbe> {
  const late = performance.now() + patience
  while (performance.now() < late) {
    const found = await pageAddress(port, addressEnd)
    if (found !== null) return connect(found)
    await pause(glance)
  }
  throw new Error('The program shows no page')
}

/** Waits until an expression is true in the page. */
export async function until(page: PageProbe, expression: string): Promise<void> {
  const late = performance.now() + patience
  while ((await page.evaluate(expression)) !== true) {
    if (performance.now() > late) throw new Error(`Never came true in the page: ${expression}`)
    await pause(glance)
  }
}

async function pageAddress(port: number, addressEnd: string): Promise<string | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`)
    const targets = (await answer.json()) as readonly { url: string; type: string; webSocketDebuggerUrl: string }[]
    return targets.find(each => each.type === 'page' && each.url.endsWith(addressEnd))?.webSocketDebuggerUrl ?? null
  } catch {
    // The browser does not listen yet.
    return null
  }
}

async function connect(address: string): Promise<PageProbe> {
  const socket = new WebSocket(address)
  await new Promise((open, fail) => {
    socket.addEventListener('open', open)
    socket.addEventListener('error', () => fail(new Error('The page cannot be reached')))
  })
  const waiting = new Map<number, (result: Readonly<Record<string, unknown>>) => void>()
  socket.addEventListener('message', event => {
    const { id, result } = JSON.parse(String(event.data))
    waiting.get(id)?.(result ?? {})
    waiting.delete(id)
  })
  let last = 0
  const send = (method: string, params: object): Promise<Readonly<Record<string, unknown>>> =>
    new Promise(done => {
      last += 1
      waiting.set(last, done)
      socket.send(JSON.stringify({ id: last, method, params }))
    })
  return {
    async evaluate(expression) {
      const { result } = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
      return (result as { value?: unknown } | undefined)?.value
    },
    async press(key) {
      const code = `Key${key.toUpperCase()}`
      await send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text: key })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key, code })
    },
    [Symbol.dispose]: () => socket.close(),
  }
}
