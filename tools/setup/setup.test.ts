import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canInstall, type Machine, missingFor, whatToInstall } from './ensure-system-packages.ts'
import { type AptGet, installPackages } from './install-packages.ts'

const bare: Machine = { debian: true, root: true, display: false, has: () => false }
const names = (
  machine: Machine,
  ...[purpose, options = {}]: [Parameters<typeof missingFor>[0], { chromium?: boolean; rpm?: boolean }?]
) => missingFor(purpose, options, machine).map(one => one.package)

describe('what is missing', () => {
  it('depends on the purpose and on the machine', () => {
    expect(names(bare, 'start')).toEqual(['chromium', 'fonts-noto-core', 'fonts-noto-color-emoji'])
    expect(names(bare, 'demo')).toEqual([...names(bare, 'start'), 'xvfb', 'prosody', 'prosody-modules', 'openssl'])
    expect(names(bare, 'test')).toEqual([
      ...names(bare, 'demo'),
      ...['erlang-base', 'ejabberd', 'jabberd2', 'python3-slixmpp', 'procps'],
    ])
    expect(names(bare, 'package')).toEqual(['dpkg'])
    expect(names(bare, 'package', { rpm: true })).toEqual(['dpkg', 'rpm'])
    expect(names({ ...bare, display: true }, 'demo', { chromium: false })).not.toContain('xvfb')
    expect(names({ ...bare, display: true }, 'demo', { chromium: false })).not.toContain('chromium')
  })

  it('is nothing when one of several programs is there for each', () => {
    expect(names({ ...bare, has: name => name === 'google-chrome' || name.startsWith('/') }, 'start')).toEqual([])
    expect(names({ ...bare, has: () => true }, 'test')).toEqual([])
  })

  it('is told to whoever cannot have it installed', () => {
    const user = { ...bare, root: false }
    expect(canInstall(bare)).toBe(true)
    expect(canInstall(user)).toBe(false)
    expect(whatToInstall(missingFor('demo', {}, user), user)).toContain(
      'apt-get install --no-install-recommends chromium fonts-noto-core fonts-noto-color-emoji xvfb prosody prosody-modules openssl',
    )
    expect(whatToInstall(missingFor('demo', {}, user), user)).toContain('systemctl disable --now prosody')
    expect(whatToInstall(missingFor('start', {}, user), user)).not.toContain('systemctl')
    const other = { ...bare, debian: false }
    expect(canInstall(other)).toBe(false)
    expect(whatToInstall(missingFor('demo', {}, other), other)).toContain('Prosody 0.12')
    expect(whatToInstall(missingFor('demo', {}, other), other)).not.toContain('apt-get')
  })
})

describe('installing', () => {
  let folder: string
  let policyFile: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'centella-setup-'))
    policyFile = join(folder, 'policy-rc.d')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const known =
    'prosody:\n  Installed: (none)\n  Candidate: 0.12.3-1\n  Version table:\nxvfb:\n  Installed: (none)\n  Candidate: 2:21\n'
  function fakeApt(policy: string, codes: readonly number[] = []) {
    const ran: string[] = []
    const left = [...codes]
    const policies: string[] = []
    const apt: AptGet = {
      policyFile,
      read: async () => policy,
      show: async (command, args) => {
        if (command !== 'apt-get') {
          ran.push([command, ...args].join(' '))
          return 0
        }
        const verb = args.find(one => one === 'update' || one === 'install') ?? ''
        ran.push(verb === 'install' ? `install ${args.slice(args.indexOf('install') + 1).join(' ')}` : verb)
        if (verb === 'install') policies.push(existsSync(policyFile) ? readFileSync(policyFile, 'utf8') : 'none')
        return verb === 'install' ? (left.shift() ?? 0) : 0
      },
    }
    return { apt, ran, policies }
  }
  const noService = 'systemctl --quiet disable prosody'
  const install = 'install --no-install-recommends prosody xvfb'

  it('uses the lists at hand, lets no service start, now or with the machine, and leaves no trace of that', async () => {
    const { apt, ran, policies } = fakeApt(known)
    await installPackages(['prosody', 'xvfb'], ['prosody'], apt)
    expect(ran).toEqual([install, noService])
    expect(policies).toEqual(['#!/bin/sh\nexit 101\n'])
    expect(existsSync(policyFile)).toBe(false)
  })

  it.each([
    ['there are none', ''],
    ['they lack a package', 'prosody:\n  Installed: (none)\n  Candidate: 0.12.3-1\n'],
    ['a package has no candidate', known.replace('Candidate: 2:21', 'Candidate: (none)')],
  ])('asks for lists when %s', async (_, policy) => {
    const { apt, ran } = fakeApt(policy)
    await installPackages(['prosody', 'xvfb'], ['prosody'], apt)
    expect(ran).toEqual(['update', install, noService])
  })

  it('asks for new lists when the old ones lead nowhere, and gives up after that', async () => {
    const first = fakeApt(known, [100, 0])
    await installPackages(['prosody', 'xvfb'], ['prosody'], first.apt)
    expect(first.ran).toEqual([install, 'dpkg --configure -a', 'update', install, noService])
    const second = fakeApt(known, [100, 100])
    await expect(installPackages(['prosody', 'xvfb'], ['prosody'], second.apt)).rejects.toThrow(
      'could not install prosody xvfb',
    )
    expect(existsSync(policyFile)).toBe(false)
  })

  it("leaves somebody's own policy alone", async () => {
    writeFileSync(policyFile, '#!/bin/sh\nexit 0\n', { mode: 0o700 })
    const { apt, policies } = fakeApt(known)
    await installPackages(['prosody', 'xvfb'], ['prosody'], apt)
    expect(policies).toEqual(['#!/bin/sh\nexit 0\n'])
    expect(readFileSync(policyFile, 'utf8')).toBe('#!/bin/sh\nexit 0\n')
    expect(statSync(policyFile).mode & 0o777).toBe(0o700)
  })
})
