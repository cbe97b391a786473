import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { accepts } from '../../e2e/servers/tied-process.ts'

const top = join(import.meta.dirname, '../..')
const processes = () => execFileSync('ps', ['-eo', 'pid,stat,args']).toString().split('\n')

it('shows two windows that talk, and Ctrl+C leaves nothing running', { timeout: 180_000 }, async () => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, NODE_OPTIONS: ___, ...environment } = process.env
  // A process group of its own, as a terminal gives it.
  const demo = spawn(process.execPath, [join(top, 'tools/run.mjs'), 'demo/demo.ts', '--built'], {
    cwd: top,
    env: { ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>(resolve => demo.once('close', resolve))
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.on('data', chunk => {
        said += String(chunk)
        if (said.includes('Ctrl+C ends all of it.')) resolve()
      })
    }
    void ended.then(code => reject(new Error(`ended with ${code}:\n${said}`)))
  })
  try {
    await ready
    for (const name of ['ana', 'bob', 'carla']) expect(said).toMatch(new RegExp(`${name}@mired\\.org +${name}-secreto`))
    const folder = /authority in (.*)\/certificates/.exec(said)?.[1] ?? 'none'
    const port = Number(/port (\d+)/.exec(said)?.[1])
    expect(await accepts(port)).toBe(true)
    expect(existsSync(/Screenshot: +(.*)/.exec(said)?.[1] ?? '')).toBe(true)
    expect(processes().filter(line => line.includes(folder)).length).toBeGreaterThan(3)

    if (demo.pid !== undefined) process.kill(-demo.pid, 'SIGINT')
    expect(await ended, said).toBe(0)
    expect(processes().filter(line => line.includes(folder))).toEqual([])
    expect(await accepts(port)).toBe(false)
    expect(readdirSync(tmpdir()).map(name => join(tmpdir(), name))).not.toContain(folder)
  } finally {
    if (demo.exitCode === null && demo.pid !== undefined) process.kill(-demo.pid, 'SIGTERM')
    await ended
  }
})
