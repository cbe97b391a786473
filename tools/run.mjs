// Starts one of the project's programs under Node 24, whichever Node started this.
//   node tools/run.mjs PROGRAM [arguments]
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const top = join(import.meta.dirname ?? '.', '..')
const bin = join(top, 'node_modules/node/bin')
const node24 = join(bin, process.platform === 'win32' ? 'node.exe' : 'node')
const [program, ...rest] = process.argv.slice(2)

if (!existsSync(node24) && Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Node ${process.versions.node} is too old, and the npm package "node" is not installed. Run: npm ci`)
  process.exit(1)
}

const child = spawn(existsSync(node24) ? node24 : process.execPath, [join(top, 'tools', program), ...rest], {
  cwd: top,
  stdio: 'inherit',
  env: { ...process.env, PATH: [bin, join(top, 'node_modules/.bin'), process.env.PATH].join(delimiter) },
})
// Ctrl+C reaches the whole group; the program decides when it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}
// npm passes SIGTERM on to the shell between it and us, and a killed npm to nobody: whoever ends npm means all of it.
if (process.env.npm_lifecycle_event !== undefined) {
  const starters = whoStartedUs()
  setInterval(() => {
    if (whoStartedUs() !== starters) child.kill('SIGTERM')
  }, 500).unref()
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)))

/** npm, or the shell that npm started (where the system tells: with the shell's own parent, npm). */
function whoStartedUs() {
  try {
    const [, npm = ''] = /\((?:sh|dash)\) \w (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? []
    return `${process.ppid} ${npm}`
  } catch {
    // Not Linux, or gone just now.
    return `${process.ppid}`
  }
}
