import { readFileSync } from 'node:fs'
import { hostname, release, type } from 'node:os'
import { app } from 'electron'
import type { Program } from '../../shared/domain/program.ts'
import { type Language, languages } from '../../shared/domain/settings.ts'
import type { Host, Secrets } from '../core/ports/index.ts'
import { isStandIn } from './secrets.ts'

export function describeProgram(secrets: Secrets): Program {
  const preferred = app.getPreferredSystemLanguages()
  return {
    version: app.getVersion(),
    runtime: isStandIn() ? 'chromium-stand-in' : 'electron',
    platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    systemLanguage: systemLanguage(),
    locale: preferred[0] ?? app.getLocale(),
    canRememberPasswords: secrets.isAvailable(),
  }
}

export function describeHost(): Host {
  return { programVersion: app.getVersion(), operatingSystem: operatingSystem(), hostName: hostname() }
}

/** The first of the person's languages that we speak; English where we speak none. */
export function systemLanguage(): Language {
  for (const locale of app.getPreferredSystemLanguages()) {
    const spoken = languages.find(language => locale.toLowerCase().split(/[-_]/)[0] === language)
    if (spoken !== undefined) return spoken
  }
  return 'en'
}

/** "Debian GNU/Linux 12 (bookworm)"; elsewhere the kernel's name and release. */
function operatingSystem(): string {
  try {
    const found = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))
    if (found?.[1] !== undefined) return found[1]
  } catch {
    // No Linux, or one without the file.
  }
  return `${type()} ${release()}`
}
