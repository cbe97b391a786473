import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lua, writeContacts, writeKept } from './prosody-storage.ts'
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

/** Bytes of one file. */
const uploadLimit = 256 * 1024 * 1024

/** Starts Prosody 0.12 (Debian's package `prosody`); about 0.1 s. */
export function startProsody(options: ServerOptions = {}): Promise<RunningServer> {
  return startServer(recipe, options)
}

const recipe: ServerRecipe = {
  kind: 'prosody',
  grace: 3000,
  lastGrace: 0,
  prepare: async plan => {
    if (plan.fresh) await writeData(plan)
    if (plan.fresh) await plan.write(join(plan.folder, 'data'))
    await mkdir(join(plan.folder, 'none'), { recursive: true })
    await writeFile(join(plan.folder, 'groups.txt'), groupsFile(plan.sharedGroups))
    await writeFile(join(plan.folder, 'prosody.cfg.lua'), configuration(plan))
    if (plan.federation !== null) await writeFile(join(plan.folder, 'mod_known_servers.lua'), knownServers)
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
    ...(plan.sharedGroups.length > 0 ? ['groups'] : []),
    ...(plan.federation === null ? [] : ['known_servers', 's2s', 'dialback', 's2s_auth_certs']),
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
disable_sasl_mechanisms = ${lua(['DIGEST-MD5', ...disabled])}
smacks_hibernation_time = ${plan.resumable}
allow_registration = ${plan.registration}
plugin_paths = { ${lua(plan.folder)} }
s2s_ports = { ${plan.federation?.port ?? ''} }
s2s_interfaces = { "127.0.0.1" }
s2s_require_encryption = ${plan.tls !== 'none'}
s2s_secure_auth = false -- dialback where a certificate does not convince
known_servers = ${lua(plan.federation?.peers ?? {})}
archive_expires_after = "never"
default_archive_policy = true
max_archive_query_results = 50
groups_file = ${lua(join(folder, 'groups.txt'))}
motd_text = ${lua(plan.motd ?? '')}
modules_enabled = ${lua(modules)}
modules_disabled = { ${plan.federation === null ? '"s2s"' : ''} }
http_ports = {}
https_ports = { ${plan.uploadPort ?? ''} }
https_interfaces = { "127.0.0.1" }
https_certificate = ${lua(plan.certificateFile)}
VirtualHost ${lua(domain)}
Component ${lua(`conference.${domain}`)} "muc"
  name = "Rooms"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_room_default_public = true
${plan.uploadAt === null ? '' : fileShare(plan.domain, plan.uploadAt)}
${plan.directory ? `Component ${lua(`search.${domain}`)} "vjud"\n  vjud_mode = "all"` : ''}
`
}

/** Answers each look-up out of `known_servers`: Prosody can be told of no name server. Other names do not exist. */
const knownServers = `
module:set_global()
local known = module:get_option("known_servers", {})
local resolver = {}
function resolver:lookup(answered, name, kind)
  local domain = name:lower():gsub("%.$", "")
  local service = domain:match("^_xmpp%-server%._tcp%.(.+)$")
  if kind == "SRV" and known[service] then
    answered({ { srv = { target = service, port = known[service], priority = 0, weight = 0 } } })
  elseif kind == "A" and known[domain] then
    answered({ { a = "127.0.0.1" } })
  else
    answered({})
  end
  return true
end
require "net.adns".resolver = function () return resolver end
`

function fileShare(domain: string, port: number): string {
  return `Component ${lua(`upload.${domain}`)} "http_file_share"
  http_host = ${lua(domain)}
  http_external_url = ${lua(`https://${domain}:${port}/`)}
  http_file_share_size_limit = ${uploadLimit}
  http_file_share_daily_quota = ${100 * uploadLimit}
`
}

/** Accounts and contact lists as Prosody's own file storage keeps them: much faster than `prosodyctl register`. */
async function writeData({ folder, domain, accounts, mutualContacts }: ServerPlan): Promise<void> {
  const data = join(folder, 'data')
  for (const { name, password } of accounts) {
    await writeKept(data, domain, 'accounts', preparedName(name), { password: password.normalize('NFKC') })
  }
  if (!mutualContacts) return
  const contacts = contactsOf(accounts)
  for (const owner of accounts) {
    const items = contacts
      .filter(one => one.owner === owner)
      .map(({ contact: { name, label, groups } }) => ({
        address: `${preparedName(name)}@${domain}`,
        name: label ?? name,
        groups: groups ?? [],
      }))
    await writeContacts(data, domain, preparedName(owner.name), items)
  }
}

/** For mod_groups: everybody of a group is a contact of everybody in it. */
function groupsFile(groups: ServerPlan['sharedGroups']): string {
  return groups.map(({ name, people }) => [`[${name}]`, ...people, ''].join('\n')).join('\n')
}
