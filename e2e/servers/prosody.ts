import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  contactsOf,
  preparedName,
  type RunningServer,
  type ServerOptions,
  type ServerPlan,
  type ServerRecipe,
  startServer,
} from './running-server.ts'
import { accepts } from './tied-process.ts'

/** Starts Prosody 0.12 (Debian's package `prosody`); about 0.1 s. */
export function startProsody(options: ServerOptions = {}): Promise<RunningServer> {
  return startServer(recipe, options)
}

const recipe: ServerRecipe = {
  kind: 'prosody',
  grace: 3000,
  lastGrace: 0,
  prepare: async plan => {
    if (plan.fresh) for (const domain of [plan.domain, ...plan.otherDomains]) await writeData({ ...plan, domain })
    await mkdir(join(plan.folder, 'none'), { recursive: true })
    await writeFile(join(plan.folder, 'prosody.cfg.lua'), configuration(plan))
    const earlier = (await readLog(plan)).length
    return {
      command: 'prosody',
      args: ['-F', '--config', join(plan.folder, 'prosody.cfg.lua')],
      // It listens before it has set itself up to be ended by a signal; once it takes connections it has.
      ready: async () => (await accepts(plan.port)) && (await readLog(plan)).includes('Client connected', earlier),
      portTaken: /Failed to open server port|already in use/,
    }
  },
}

function readLog(plan: ServerPlan): Promise<string> {
  return readFile(plan.log, 'utf8').catch(() => '')
}

const knownMechanisms = ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS']

function configuration(plan: ServerPlan): string {
  const { folder, domain, mechanisms } = plan
  // Prosody can only be told which mechanisms to leave out.
  const disabled = mechanisms === null ? [] : knownMechanisms.filter(one => !mechanisms.includes(one))
  const modules = [
    ...['posix', 'disco', 'roster', 'saslauth', 'presence', 'message', 'iq', 'offline', 'bookmarks'],
    ...['carbons', 'csi_simple', 'lastactivity', 'pep', 'ping', 'private', 'smacks', 'time', 'uptime'],
    ...['version', 'register', 'adhoc', 'admin_adhoc', 'announce'],
    // The directory reads vCards only where the older module keeps them.
    ...(plan.directory ? ['vcard'] : ['vcard4', 'vcard_legacy']),
    ...(plan.tls === 'none' ? [] : ['tls']),
    ...(plan.archive ? ['mam'] : []),
    ...(plan.blocking ? ['blocklist'] : []),
    ...(plan.motd === null ? [] : ['motd']),
  ]
  return `
run_as_root = true
pidfile = ${lua(join(folder, 'prosody.pid'))}
data_path = ${lua(join(folder, 'data'))}
log = { { levels = { min = "debug" }, to = "file", filename = ${lua(plan.log)} } }
certificates = ${lua(join(folder, 'none'))} -- never pick one up by its name
interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
admins = { ${lua(`admin@${domain}`)} }
c2s_ports = { ${plan.port} }
c2s_direct_tls_ports = { ${plan.directTlsPort ?? ''} }
c2s_require_encryption = ${plan.tls === 'required'}
allow_unencrypted_plain_auth = ${plan.tls !== 'required'}
c2s_stanza_size_limit = ${plan.stanzaLimit}
ssl = {
  certificate = ${lua(plan.certificateFile)}, key = ${lua(plan.keyFile)}, cafile = ${lua(plan.authorityFile)}
}
authentication = "internal_plain" -- so that every mechanism can be offered
disable_sasl_mechanisms = ${luaList(['DIGEST-MD5', ...disabled])}
smacks_hibernation_time = ${plan.resumable}
allow_registration = ${plan.registration}
s2s_ports = {}
archive_expires_after = "never"
default_archive_policy = true
max_archive_query_results = 50
motd_text = ${lua(plan.motd ?? '')}
modules_enabled = ${luaList(modules)}
modules_disabled = { "s2s" }
${plan.otherDomains.map(other => `VirtualHost ${lua(other)}`).join('\n')}
VirtualHost ${lua(domain)}
Component ${lua(`conference.${domain}`)} "muc"
  name = "Rooms"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_room_default_public = true
${plan.directory ? `Component ${lua(`search.${domain}`)} "vjud"\n  vjud_mode = "all"` : ''}
`
}

/** Accounts and contact lists as Prosody's own file storage keeps them: much faster than `prosodyctl register`. */
async function writeData(plan: ServerPlan): Promise<void> {
  const host = join(plan.folder, 'data', fileName(plan.domain))
  await mkdir(join(host, 'accounts'), { recursive: true })
  await mkdir(join(host, 'roster'), { recursive: true })
  for (const { name, password } of plan.accounts) {
    const text = `return { ["password"] = ${lua(password.normalize('NFKC'))}; };\n`
    await writeFile(join(host, 'accounts', `${fileName(preparedName(name))}.dat`), text)
  }
  if (!plan.mutualContacts) return
  const contacts = contactsOf(plan.accounts)
  for (const owner of plan.accounts) {
    const items = contacts
      .filter(one => one.owner === owner)
      .map(({ contact }) => {
        const groups = (contact.groups ?? []).map(group => `[${lua(group)}] = true; `).join('')
        const label = lua(contact.label ?? contact.name)
        const address = lua(`${preparedName(contact.name)}@${plan.domain}`)
        return `[${address}] = { subscription = "both"; name = ${label}; groups = { ${groups}}; };\n`
      })
    const text = `return { [false] = { version = 1; pending = {}; };\n${items.join('')}};\n`
    await writeFile(join(host, 'roster', `${fileName(preparedName(owner.name))}.dat`), text)
  }
}

/** Prosody's data manager writes every byte but letters and digits as `%xx`. */
function fileName(text: string): string {
  return [...Buffer.from(text)]
    .map(byte => {
      const character = String.fromCharCode(byte)
      return /[A-Za-z0-9]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`
    })
    .join('')
}

function lua(text: string): string {
  return `"${text.replace(/[\\"\n]/g, character => (character === '\n' ? '\\n' : `\\${character}`))}"`
}

function luaList(texts: readonly string[]): string {
  return `{ ${texts.map(lua).join('; ')} }`
}
