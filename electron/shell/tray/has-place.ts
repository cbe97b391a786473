import { execFile } from 'node:child_process'

const question = [
  ...['call', '--session', '--timeout=1', '--dest=org.freedesktop.DBus', '--object-path=/org/freedesktop/DBus'],
  ...['--method=org.freedesktop.DBus.NameHasOwner', 'org.kde.StatusNotifierWatcher'],
]

/** Runs a program and resolves with what it has printed. */
type Run = (program: string, args: readonly string[]) => Promise<string>

/**
 * Whether the desktop has a place for the tray. Windows and macOS have; a Linux desktop has one where somebody owns the
 * name of the StatusNotifier specification on the session's bus, and GNOME as it comes has not. Electron does not tell:
 * its tray is then nowhere, and so would a program be that lives on in it. Where nobody can be asked: yes, for a second
 * start shows the window in any case.
 */
export async function hasTrayPlace(
  platform: NodeJS.Platform = process.platform,
  run: Run = runProgram,
): Promise<boolean> {
  if (platform !== 'linux') return true
  try {
    return !(await run('gdbus', question)).includes('false')
  } catch {
    // No such program, or no bus.
    return true
  }
}

function runProgram(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 2000 }, (error, output) => (error === null ? resolve(output) : reject(error)))
  })
}
