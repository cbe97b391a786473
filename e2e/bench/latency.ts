/** `latency`: from the bytes of a message at our socket to its row on the screen, and to the answer of a ping. */

import { openContact } from '../program/conversation.ts'
import { mouse } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'
import { type Proxy as NetworkProxy, startProxy } from '../servers/proxy.ts'
import { type Figure, figure } from './figures.ts'

export async function benchLatency(runs: number): Promise<Readonly<Record<string, Figure>>> {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  const heard = listener()
  await using proxy = await startProxy({ target: server, fromClient: heard.hear })
  await using program = await launchProgram()
  const { page } = program
  await signIn(page, mouse, server, 'ana', { host: proxy.host, port: proxy.port, encryption: 'Disabled' })
  await openContact(page, mouse, 'bob')
  const paints: number[] = []
  const pings: number[] = []
  for (let run = 0; run < runs; run++) {
    // In the page's own clock and this one's: both tell the time since 1970 to a fraction of a millisecond.
    const painted = page.evaluate(
      text =>
        new Promise<number>(done => {
          const look = (): void => {
            const there = [...document.querySelectorAll('article')].some(each => each.textContent.includes(text))
            if (there) requestAnimationFrame(() => done(performance.timeOrigin + performance.now()))
            else requestAnimationFrame(look)
          }
          look()
        }),
      `latency ${run} end`,
    )
    await page.evaluate(() => new Promise(done => requestAnimationFrame(done)))
    const sent = now()
    send(proxy, `<message from='bob@mired.org/x' type='chat' id='l${run}'><body>latency ${run} end</body></message>`)
    paints.push((await painted) - sent)

    const answered = heard.until(`p${run}`)
    const asked = now()
    send(proxy, `<iq type='get' from='mired.org' id='p${run}'><ping xmlns='urn:xmpp:ping'/></iq>`)
    pings.push((await answered) - asked)
  }
  return { paintMs: figure(paints, 'ms'), pingMs: figure(pings, 'ms') }
}

const now = (): number => performance.timeOrigin + performance.now()

function send(proxy: NetworkProxy, xml: string): void {
  proxy.connections.at(-1)?.injectToClient(xml)
}

/** Tells when the client has said something. */
function listener(): { hear: (chunk: Buffer) => Buffer; until: (text: string) => Promise<number> } {
  const waiting = new Map<string, (at: number) => void>()
  return {
    hear(chunk) {
      const at = now()
      for (const [text, done] of waiting) {
        if (!chunk.includes(text)) continue
        waiting.delete(text)
        done(at)
      }
      return chunk
    },
    until: text => new Promise(done => waiting.set(text, done)),
  }
}
