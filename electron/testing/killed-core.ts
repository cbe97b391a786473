/** The whole core in a process of its own, to be killed: orders on standard input, what happens on standard output. */
import { createInterface } from 'node:readline'
import type { BareJid } from '../../shared/domain/address.ts'
import { startCore } from './running-core.ts'

const [folder, host, port, address, peer] = process.argv.slice(2)
if (folder === undefined || host === undefined || address === undefined) throw new Error('an argument is missing')
const core = await startCore({ folder })
const say = (line: string): void => void process.stdout.write(`${line}\n`)
core.core.onChanges(changes => {
  for (const change of changes) {
    if (change.type === 'message.changed')
      for (const { state, body } of change.messages) say(`${state ?? 'in'} ${body}`)
  }
})
const settings = { encryption: 'optional', host, port: Number(port) } as const
const { account, state } = await core.signIn({ address, settings })
say(state.phase)
for await (const body of createInterface({ input: process.stdin })) {
  await core.core.commands['message.send']({ account, peer: peer as BareJid, body })
}
