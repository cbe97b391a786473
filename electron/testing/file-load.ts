/**
 * Sends and fetches files of 20 and of 200 MB over TLS, and prints as JSON how long it took and how much memory each core
 * had at most meanwhile; the server and both cores are processes of their own.
 *   node electron/testing/file-load.ts RUNS
 */
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startProsody } from '../../e2e/servers/prosody.ts'
import type { RunningServer } from '../../e2e/servers/running-server.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import { defaultConnectionSettings } from '../../shared/domain/connection.ts'
import type { Message } from '../../shared/domain/message.ts'
import { type CoreProcess, startCoreProcess } from './core-process.ts'

const ana = 'ana@mired.org' as AccountId
const bob = 'bob@mired.org' as AccountId
const megabyte = 1_000_000
const mebibyte = 1024 * 1024
const sizes = [20, 200] as const

process.stdout.write(`${JSON.stringify(await measure(Number(process.argv[2] ?? 1)))}\n`)

/** Values of each run, by the name of the figure. */
type FileLoad = Readonly<Record<string, readonly number[]>>

async function measure(runs: number): Promise<FileLoad> {
  await using server = await startProsody({
    tls: 'optional',
    certificate: 'openfire',
    mutualContacts: true,
    upload: true,
  })
  await using sender = await startCoreProcess()
  await using receiver = await startCoreProcess()
  await signIn(sender, ana, server)
  await signIn(receiver, bob, server)
  const values = new Map<string, number[]>()
  const note = (name: string, value: number): void => void values.set(name, [...(values.get(name) ?? []), value])
  // The first one stops at the certificate, at both ends.
  await transfer('first.bin', 1000)
  for (let run = 0; run < runs; run++) {
    for (const size of sizes) {
      await Promise.all([sender.measure(), receiver.measure()])
      const { upload, download } = await transfer(`${run}-${size}.bin`, size * megabyte)
      note(`upload${size}Ms`, upload)
      note(`download${size}Ms`, download)
      note(`upload${size}PeakMiB`, (await sender.measure()).peak / mebibyte)
      note(`download${size}PeakMiB`, (await receiver.measure()).peak / mebibyte)
    }
  }
  return Object.fromEntries(values)

  /** Milliseconds of each. */
  async function transfer(name: string, size: number): Promise<{ readonly upload: number; readonly download: number }> {
    const path = join(sender.folder, name)
    await writeFile(path, '')
    await truncate(path, size)
    sender.choose(path)
    const tokens = (await sender.call('file.choose', {})).map(each => each.token)
    const begun = performance.now()
    const [id] = await sender.call('file.send', { account: ana, peer: bob as unknown as BareJid, tokens, caption: '' })
    for (;;) {
      const { accounts } = await sender.call('program.snapshot', {})
      const found = accounts[0]?.transfers.find(each => each.id === id)
      if (found === undefined) break
      if (found.phase.type === 'failed') {
        if (!found.phase.failure.code.startsWith('certificate-')) throw new Error(found.phase.failure.code)
        await sender.call('account.trustCertificate', { account: ana, fingerprint: server.fingerprint() })
        await sender.call('transfer.retry', { account: ana, transfer: found.id })
      }
      await pause(20)
    }
    const upload = performance.now() - begun
    const message = await arrived(name)
    const asked = performance.now()
    const fetch = () => receiver.call('file.download', { account: bob, message: message.id })
    await fetch().catch(async (error: unknown) => {
      if (!(error instanceof Error) || !error.message.startsWith('certificate-')) throw error
      await receiver.call('account.trustCertificate', { account: bob, fingerprint: server.fingerprint() })
      await fetch()
    })
    const download = performance.now() - asked
    if ((await arrived(name)).file?.size !== size) throw new Error(`${name} came with another size`)
    return { upload, download }
  }

  async function arrived(name: string): Promise<Message> {
    for (;;) {
      const { page } = await receiver.call('conversation.open', { account: bob, peer: ana as unknown as BareJid })
      const found = page.messages.find(each => each.file?.name === name)
      if (found !== undefined) return found
      await pause(20)
    }
  }
}

async function signIn(core: CoreProcess, account: AccountId, { host, port }: RunningServer): Promise<void> {
  const settings = { ...defaultConnectionSettings, encryption: 'disabled', host, port } as const
  await core.signIn({ address: account, settings })
}
