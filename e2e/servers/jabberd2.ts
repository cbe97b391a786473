import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  contactsOf,
  preparedName,
  type RunningServer,
  type ServerOptions,
  type ServerPlan,
  type ServerRecipe,
  startServer,
} from './running-server.ts'
import { freePort } from './tied-process.ts'

/** Starts jabberd2 2.7 (Debian's package `jabberd2`), where wanted with the rooms of `jabber-muc` 0.8; about 0.4 s. */
export function startJabberd2(options: ServerOptions = {}): Promise<RunningServer> {
  return startServer(recipe, options)
}

const recipe: ServerRecipe = {
  kind: 'jabberd2',
  grace: 3000,
  // Its script collects its parts; killed at once, they would be left to the system as zombies.
  lastGrace: 3000,
  prepare: async plan => {
    if (plan.fresh) writeData(plan)
    const files = configuration(plan, await freePort(), await modulesFolder())
    for (const name of ['rooms', 'room-logs']) await mkdir(join(plan.folder, name), { recursive: true })
    for (const [name, text] of Object.entries(files)) await writeFile(join(plan.folder, name), text)
    return {
      command: '/bin/sh',
      args: [join(import.meta.dirname, 'jabberd2.sh'), plan.folder, ...(plan.rooms ? ['rooms'] : [])],
      logs: ['router.log', 'sm.log', 'c2s.log', ...(plan.rooms ? ['mu-conference.log'] : [])],
      portTaken: /Address already in use/,
    }
  },
}

async function modulesFolder(): Promise<string> {
  for (const architecture of ['x86_64', 'aarch64']) {
    const folder = `/usr/lib/${architecture}-linux-gnu/jabberd2`
    const there = await access(folder).then(
      () => true,
      () => false,
    )
    if (there) return folder
  }
  throw new Error('jabberd2 not found: Debian package "jabberd2" is not installed')
}

const chains = {
  'sess-start': 'status',
  'sess-end': 'status iq-last',
  'in-sess': 'validate status privacy roster vacation iq-vcard iq-ping iq-private disco amp offline presence deliver',
  'out-sess': '',
  'in-router': 'session validate presence privacy',
  'out-router': 'privacy',
  'pkt-sm': 'iq-last iq-ping iq-time iq-version amp disco help echo status presence',
  'pkt-user': 'roster presence disco iq-vcard amp deliver vacation offline iq-last',
  'pkt-router': 'session disco',
  'user-load': 'active roster roster-publish privacy vacation',
  'user-unload': '',
  'user-create': 'active template-roster',
  'user-delete': 'active offline privacy roster vacation status iq-last iq-private iq-vcard',
  'disco-extend': 'iq-version help',
}

function configuration(plan: ServerPlan, routerPort: number, modules: string): Readonly<Record<string, string>> {
  const { folder, domain } = plan
  const part = (name: string) => `<id>${name}</id><log type='file'><file>${join(folder, name)}.log</file></log>`
  const router = `<router><ip>127.0.0.1</ip><port>${routerPort}</port><user>jabberd</user><pass>secret</pass>
    <retry><init>50</init><lost>3</lost><sleep>1</sleep></retry></router>`
  const sqlite = `<sqlite><dbname>${join(folder, 'sqlite.db')}</dbname><sql>PRAGMA synchronous = OFF;</sql>
    <busy-timeout>2000</busy-timeout><password_type><plaintext/></password_type></sqlite>`
  const mechanisms = (plan.mechanisms ?? ['PLAIN', 'DIGEST-MD5', 'SCRAM-SHA-1'])
    .map(one => `<${one.toLowerCase()}/>`)
    .join('')
  const attributes = [
    `realm='${domain}'`,
    ...(plan.registration ? [`register-enable='mu'`] : []),
    ...(plan.tls === 'none' ? [] : [`pemfile='${plan.bothFile}'`]),
    ...(plan.tls === 'required' ? [`require-starttls='mu'`] : []),
  ]
  const chain = ([id, names]: readonly [string, string]) =>
    `<chain id='${id}'>${names.replace(/\S+/g, name => `<module>${name}</module>`)}</chain>`
  const directTls =
    plan.directTlsPort === null ? '' : `<ssl-port>${plan.directTlsPort}</ssl-port><pemfile>${plan.bothFile}</pemfile>`
  return {
    'muc.xml': `<jcr><name>conference.${domain}</name><host>conference.${domain}</host><ip>127.0.0.1</ip>
      <port>${routerPort}</port><secret>secret</secret><spool>${folder}/rooms/</spool><logdir>${folder}/</logdir>
      <pidfile>${folder}/muc.pid</pidfile><loglevel>124</loglevel>
      <conference xmlns='jabber:config:conference'><public/><vCard><FN>Rooms</FN></vCard><history>40</history>
      <logdir>${folder}/room-logs/</logdir><sadmin><user>admin@${domain}</user></sadmin></conference></jcr>`,
    'router-users.xml': '<users><user><name>jabberd</name><secret>secret</secret></user></users>',
    'router-filter.xml': '<filter/>',
    'router.xml': `<router>${part('router')}<local><ip>127.0.0.1</ip><port>${routerPort}</port>
      <users>${folder}/router-users.xml</users><secret>secret</secret></local>
      <aci><acl type='all'><user>jabberd</user></acl><filter>${folder}/router-filter.xml</filter></aci></router>`,
    'sm.xml': `<sm>${part('sm')}${router}<local><id>${domain}</id></local>
      <storage><path>${modules}</path><driver>sqlite</driver>${sqlite}</storage>
      <aci><acl type='all'><jid>admin@${domain}</jid></acl></aci>
      <modules><path>${modules}</path>${Object.entries(chains).map(chain).join('')}</modules>
      <discovery><identity><category>server</category><type>im</type><name>jabberd2</name></identity><agents/><items/>
      </discovery><user><auto-create/><template/></user></sm>`,
    'c2s.xml': `<c2s>${part('c2s')}${router}
      <local><id ${attributes.join(' ')}>${domain}</id><ip>127.0.0.1</ip><port>${plan.port}</port>${directTls}</local>
      <io><limits><stanzasize>${plan.stanzaLimit}</stanzasize></limits></io>
      <authreg><path>${modules}</path><module>sqlite</module>
      <mechanisms><traditional><plain/><digest/></traditional><sasl>${mechanisms}</sasl></mechanisms>
      <ssl-mechanisms><traditional><plain/></traditional><sasl>${mechanisms}</sasl></ssl-mechanisms>
      ${sqlite}</authreg></c2s>`,
  }
}

/** What jabberd2 keeps beside owner and sequence, a table each; the types are all the same to SQLite. */
const tables: Readonly<Record<string, string>> = {
  active: 'time',
  logout: 'time',
  'roster-items': 'jid name to from ask',
  'roster-groups': 'jid group',
  'published-roster': 'jid group name to from ask',
  'published-roster-groups': 'groupname',
  vcard: `fn nickname url tel email jabberid mailer title role bday tz n-family n-given n-middle n-prefix n-suffix
    adr-street adr-extadd adr-pobox adr-locality adr-region adr-pcode adr-country geo-lat geo-lon org-orgname
    org-orgunit agent-extval sort-string desc note uid photo-type photo-binval photo-extval logo-type logo-binval
    logo-extval sound-phonetic sound-binval sound-extval key-type key-cred rev`,
  queue: 'xml',
  private: 'ns xml',
  'privacy-default': 'default',
  'privacy-items': 'list type value deny order block',
  'vacation-settings': 'start end message',
  status: 'status show last-login last-logout xml',
}
/** Columns that jabberd2 reads back as numbers or truth values. */
const numbers = new Set(['time', 'to', 'from', 'ask', 'deny', 'order', 'block', 'last-login', 'last-logout'])

function writeData(plan: ServerPlan): void {
  const database = new DatabaseSync(join(plan.folder, 'sqlite.db'))
  database.exec('PRAGMA journal_mode = WAL; BEGIN; CREATE TABLE authreg (username TEXT, realm TEXT, password TEXT)')
  for (const [table, columns] of Object.entries(tables)) {
    const typed = columns.split(/\s+/).map(one => `"${one}" ${numbers.has(one) ? 'INTEGER DEFAULT 0' : 'TEXT'}`)
    database.exec(
      `CREATE TABLE "${table}" ("collection-owner" TEXT NOT NULL, "object-sequence" INTEGER PRIMARY KEY, ${typed.join(', ')})`,
    )
  }
  const address = (name: string) => `${preparedName(name)}@${plan.domain}`
  const account = database.prepare('INSERT INTO authreg VALUES (?, ?, ?)')
  const active = database.prepare('INSERT INTO active ("collection-owner", time) VALUES (?, ?)')
  for (const { name, password } of plan.accounts) {
    account.run(preparedName(name), plan.domain, password.normalize('NFKC'))
    active.run(address(name), Math.floor(Date.now() / 1000))
  }
  const item = database.prepare(
    'INSERT INTO "roster-items" ("collection-owner", jid, name, "to", "from", ask) VALUES (?, ?, ?, 1, 1, 0)',
  )
  const group = database.prepare('INSERT INTO "roster-groups" ("collection-owner", jid, "group") VALUES (?, ?, ?)')
  for (const { owner, contact } of plan.mutualContacts ? contactsOf(plan.accounts) : []) {
    const names = [address(owner.name), address(contact.name)]
    item.run(...names, contact.label ?? contact.name)
    for (const one of contact.groups ?? []) group.run(...names, one)
  }
  database.exec('COMMIT')
  database.close()
}
