import { readdirSync } from 'node:fs'
import { access, rm, writeFile } from 'node:fs/promises'
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

/** Starts ejabberd 23.01 (Debian's package `ejabberd`) without its control script: no node name, any user; about 2 s. */
export function startEjabberd(options: ServerOptions = {}): Promise<RunningServer> {
  return startServer(recipe, options)
}

/** Bytes of one file. */
const uploadLimit = 256 * 1024 * 1024

const recipe: ServerRecipe = {
  kind: 'ejabberd',
  grace: 5000,
  lastGrace: 0,
  prepare: async plan => {
    const { folder } = plan
    const ready = join(folder, 'ready')
    await rm(ready, { force: true })
    await writeFile(join(folder, 'ejabberd.yml'), configuration(plan))
    // No name look-up leaves this machine.
    const lookup = plan.federation === null ? 'file' : 'dns'
    const names = `{nameserver,{127,0,0,1},${plan.federation?.dnsPort ?? 1}}`
    await writeFile(join(folder, 'inetrc'), `{lookup,[${lookup}]}.\n{resolv_conf,""}.\n${names}.\n`)
    await writeFile(join(folder, 'accounts.term'), plan.fresh ? accounts(plan) : '')
    return {
      command: 'erl',
      args: [
        ...['-noinput', '+S', '2:2', '-mnesia', 'dir', `"${join(folder, 'mnesia')}"`, '-s', 'ejabberd'],
        ...['-eval', setUp(folder)],
      ],
      environment: {
        EJABBERD_CONFIG_PATH: join(folder, 'ejabberd.yml'),
        EJABBERD_LOG_PATH: plan.log,
        ERL_CRASH_DUMP: '/dev/null',
        ERL_INETRC: join(folder, 'inetrc'),
        ERL_LIBS: libraries(),
        HOME: folder,
      },
      ready: () =>
        access(ready).then(
          () => true,
          () => false,
        ),
      portTaken: /eaddrinuse|address already in use/,
    }
  },
}

function libraries(): string {
  for (const folder of readdirSync('/usr/lib').map(name => join('/usr/lib', name))) {
    const names = folder.includes('-linux-gnu') ? readdirSync(folder) : []
    if (names.some(name => name.startsWith('ejabberd-'))) return folder
  }
  throw new Error('ejabberd not found: Debian package "ejabberd" is not installed')
}

const knownMechanisms = [
  ...['PLAIN', 'DIGEST-MD5', 'X-OAUTH2', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-512'],
  ...['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS', 'SCRAM-SHA-512-PLUS'],
]

function configuration(plan: ServerPlan): string {
  const { domain, mechanisms, tls, stanzaLimit } = plan
  const disabled =
    mechanisms === null ? ['DIGEST-MD5', 'X-OAUTH2'] : knownMechanisms.filter(one => !mechanisms.includes(one))
  const starttls = { required: 'starttls_required: true', optional: 'starttls: true', none: 'starttls: false' }[tls]
  const listener = (port: number, mode: string) =>
    `  - {ip: "127.0.0.1", port: ${port}, module: ejabberd_c2s, max_stanza_size: ${stanzaLimit}, ${mode}}`
  return `
hosts: [${JSON.stringify(domain)}]
loglevel: info
log_rotate_count: 0
certfiles: [${JSON.stringify(plan.bothFile)}]
ca_file: ${JSON.stringify(plan.authorityFile)}
c2s_cafile: ${JSON.stringify(plan.authorityFile)}
auth_method: internal
auth_password_format: plain # so that every mechanism can be offered
disable_sasl_mechanisms: ${JSON.stringify(disabled)}
acme: {auto: false}
registration_timeout: infinity
listen:
${listener(plan.port, starttls)}
${plan.directTlsPort === null ? '' : listener(plan.directTlsPort, 'tls: true')}
${plan.uploadPort === null ? '' : fileListener(plan.uploadPort)}
${plan.federation === null ? '' : `  - {ip: "127.0.0.1", port: ${plan.federation.port}, module: ejabberd_s2s_in}`}
s2s_use_starttls: optional
s2s_max_retry_delay: 1
acl:
  admin: {user: [${JSON.stringify(`admin@${domain}`)}]}
  local: {user_regexp: ""}
access_rules:
  local: [{allow: local}]
  admin: [{allow: admin}]
  configure: [{allow: admin}]
  register: [{${plan.registration ? 'allow' : 'deny'}: all}]
shaper_rules: {max_user_sessions: 10}
modules:
  mod_adhoc: {}
  mod_admin_extra: {}
  mod_announce: {access: admin}
  mod_avatar: {}
  mod_blocking: {}
  mod_caps: {}
  mod_carboncopy: {}
  mod_client_state: {}
  mod_configure: {}
  mod_disco: {}
${plan.uploadAt === null ? '' : fileModule(plan, plan.uploadAt)}
  mod_last: {}
${plan.archive ? '  mod_mam: {default: always, assume_mam_usage: true}' : ''}
  mod_muc:
    host: "conference.@HOST@"
    access_admin: admin
    default_room_options: {mam: true}
  mod_muc_admin: {}
  mod_offline: {}
  mod_ping: {}
  mod_privacy: {}
  mod_private: {}
  mod_pubsub:
    access_createnode: local
    plugins: [flat, pep]
    force_node_config:
      "storage:bookmarks": {access_model: whitelist}
  mod_register: {access: register, ip_access: all}
  mod_roster: {versioning: true}
${plan.federation === null ? '' : '  mod_s2s_dialback: {}'}
  mod_stats: {}
  mod_stream_mgmt: {resend_on_timeout: if_offline, resume_timeout: ${plan.resumable}}
  mod_time: {}
  mod_vcard: {search: true, host: "search.@HOST@", allow_return_all: true}
  mod_vcard_xupdate: {}
  mod_version: {show_os: false}
`
}

function fileListener(port: number): string {
  return `  - {ip: "127.0.0.1", port: ${port}, module: ejabberd_http, tls: true, request_handlers: {"/upload": mod_http_upload}}`
}

function fileModule({ domain, folder }: ServerPlan, port: number): string {
  return `  mod_http_upload:
    host: "upload.@HOST@"
    docroot: ${JSON.stringify(join(folder, 'files'))}
    put_url: "https://${domain}:${port}/upload"
    max_size: ${uploadLimit}`
}

/** Erlang terms, one a line: accounts and contacts, read by the server itself once it is up. */
function accounts(plan: ServerPlan): string {
  const domain = erlang(plan.domain)
  const users = plan.accounts.map(
    ({ name, password }) => `{user, ${erlang(name)}, ${domain}, ${erlang(password.normalize('NFKC'))}}.`,
  )
  const contacts = (plan.mutualContacts ? contactsOf(plan.accounts) : []).map(({ owner, contact }) => {
    const groups = erlang((contact.groups ?? []).join(';'))
    const names = [preparedName(owner.name), plan.domain, preparedName(contact.name), plan.domain].map(erlang)
    return `{contact, ${names.join(', ')}, ${erlang(contact.label ?? contact.name)}, ${groups}}.`
  })
  return `%% coding: utf-8\n${[...users, ...contacts].join('\n')}\n`
}

/**
 * Registers what `accounts` lists and says that it is done by making the file `ready`. What the server keeps for people is in
 * memory, too: on disk alone it reads all of somebody's messages to add one.
 */
function setUp(folder: string): string {
  const path = folder.replaceAll('"', '\\"')
  return `
    {ok, Terms} = file:consult("${path}/accounts.term"),
    Add = fun
      ({user, User, Host, Password}) -> ejabberd_auth:try_register(User, Host, Password);
      ({contact, User, Host, Other, OtherHost, Name, Groups}) ->
        mod_admin_extra:add_rosteritem(User, Host, Other, OtherHost, Name, Groups, <<"both">>)
    end,
    [case Add(T) of
      ok -> ok; {atomic, _} -> ok; {error, exists} -> ok;
      Error -> io:format("setting up ~p: ~p~n", [T, Error])
    end || T <- Terms],
    [mnesia:change_table_copy_type(Table, node(), disc_copies) || Table <- [archive_msg, offline_msg]],
    file:write_file("${path}/ready", <<>>).`
}

function erlang(text: string): string {
  return `<<"${text.replace(/[\\"]/g, '\\$&')}"/utf8>>`
}
