/**
 * The whole core in a process of its own, to be killed: orders on standard input, what happens on standard output. An
 * order that begins with "!" is the point at which it kills itself, one that begins with "/" the file to be sent, with its
 * name as the words behind it.
 */
import { flushCompileCache } from 'node:module'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import type { BareJid } from '../../shared/domain/address.ts'
import { createNodeNetwork } from '../connection/node-network.ts'
import { impatientClock } from './impatient-clock.ts'
import { createKillPoints, type KillPoint } from './kill-points.ts'
import { startCore } from './running-core.ts'

const [folder, host, port, address, peerText, point] = process.argv.slice(2)
if (folder === undefined || host === undefined || address === undefined) throw new Error('an argument is missing')
const peer = peerText as BareJid
const points = createKillPoints()
const { createStore } = points
if (point !== undefined) points.arm(point as KillPoint)
const core = await startCore({
  folder,
  clock: impatientClock,
  network: points.network(createNodeNetwork()),
  parts: { createStore },
})
// It is killed before it could leave to the next one what it has compiled.
flushCompileCache()
const say = (line: string): void => void process.stdout.write(`${line}\n`)
core.core.onChanges(changes => {
  for (const change of changes) {
    if (change.type === 'message.changed')
      for (const { state, body } of change.messages) say(`${state ?? 'in'} ${body}`)
    if (change.type === 'transfer.changed') for (const { phase, name } of change.transfers) say(`${phase.type} ${name}`)
  }
})
const settings = { encryption: 'optional', host, port: Number(port) } as const
const { account } = await core.signIn({ address, settings })
void settled()
for await (const order of createInterface({ input: process.stdin })) {
  if (order.startsWith('!')) {
    points.arm(order.slice(1) as KillPoint)
    say(order)
  } else if (order.startsWith('/')) {
    core.chosen.push(order)
    const tokens = (await core.core.commands['file.choose']({})).map(({ token }) => token)
    await core.core.commands['file.send']({ account, peer, tokens, caption: basename(order) })
  } else await core.core.commands['message.send']({ account, peer, body: order })
}

/** Says so when it is online, and nothing of before is under way any more. */
async function settled(): Promise<void> {
  while (core.state(account)?.phase !== 'online' || (await isUnderWay())) await pause(20)
  say('settled')
}

async function isUnderWay(): Promise<boolean> {
  const page = await core.core.commands['message.page']({ account, peer, before: Number.MAX_SAFE_INTEGER, limit: 200 })
  return page.messages.some(({ state }) => state === 'queued' || state === 'sent')
}
