/** Debian's packages by apt-get, without starting any service that they bring. */
import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'

export interface AptGet {
  /** Runs a command with its output on the terminal; resolves with its exit code. */
  readonly show: (command: string, args: readonly string[]) => Promise<number>
  /** Runs a command and resolves with what it printed. */
  readonly read: (command: string, args: readonly string[]) => Promise<string>
  /** Where the file stands that says whether services may start. */
  readonly policyFile: string
}

/**
 * Installs the packages; asks for newer lists only where the ones at hand do not do. Throws when apt-get fails.
 * @param services of these packages, which neither start now nor with the machine
 */
export async function installPackages(
  names: readonly string[],
  services: readonly string[],
  apt: AptGet = realAptGet,
): Promise<void> {
  const update = () => apt.show('apt-get', ['-q', ...patience, 'update'])
  const install = () => apt.show('apt-get', ['-q', '-y', ...patience, 'install', '--no-install-recommends', ...names])
  const known = await apt.read('apt-cache', ['policy', ...names])
  const listsWillDo = names.every(name =>
    new RegExp(`^${quoted(name)}:\\n(?:  .*\\n)*?  Candidate: [^(]`, 'm').test(known),
  )
  if (!listsWillDo) await update()

  const allowAgain = forbidServices(apt.policyFile)
  try {
    let code = await install()
    // An installation that was cut short, by Ctrl+C for one, has to be brought to its end before another may begin.
    if (code !== 0) await apt.show('dpkg', ['--configure', '-a'])
    // Lists that are some days old name files that the servers no longer have.
    if (code !== 0 && listsWillDo) await update()
    if (code !== 0) code = await install()
    if (code !== 0) throw new Error(`apt-get could not install ${names.join(' ')}`)
    if (services.length > 0) await apt.show('systemctl', ['--quiet', 'disable', ...services])
  } finally {
    allowAgain()
  }
}

const patience = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Use-Pty=0']

/**
 * Puts a policy-rc.d in place that answers 101, "forbidden" (Debian Policy, 9.3.3.1); returns what takes it away again.
 * One that is there already stays as it is: whoever put it there has decided.
 */
function forbidServices(file: string): () => void {
  try {
    writeFileSync(file, '#!/bin/sh\nexit 101\n', { flag: 'wx', mode: 0o755 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return () => undefined
    throw error
  }
  const remove = () => rmSync(file, { force: true })
  // Ctrl+C ends apt-get too; then the `finally` above runs. This is for what ends us alone.
  process.on('exit', remove)
  const leave = () => process.exit(130)
  const signals = ['SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, leave)
  const wait = () => undefined
  process.on('SIGINT', wait)
  return () => {
    remove()
    process.off('exit', remove)
    process.off('SIGINT', wait)
    for (const signal of signals) process.off(signal, leave)
  }
}

function quoted(text: string): string {
  return text.replace(/[.+]/g, '\\$&')
}

const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }

const realAptGet: AptGet = {
  policyFile: '/usr/sbin/policy-rc.d',
  show: (command, args) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: environment })
      // A system without systemd has no `systemctl`.
      child.once('error', error => ('code' in error && error.code === 'ENOENT' ? resolve(127) : reject(error)))
      child.once('exit', code => resolve(code ?? 1))
    }),
  read: (command, args) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env: environment })
      let text = ''
      child.stdout.on('data', chunk => {
        text += String(chunk)
      })
      child.once('error', reject)
      child.once('close', () => resolve(text))
    }),
}
