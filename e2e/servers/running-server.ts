/** What the three real servers have in common: options, accounts, start, stop, restart. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Authority, type CertificateCase, type Certificates, sharedCertificates } from './certificates.ts'
import { accepts, freePort, startTied, type TiedProcess, until } from './tied-process.ts'

export type ServerKind = 'prosody' | 'ejabberd' | 'jabberd2'

export interface ServerAccount {
  readonly name: string
  readonly password: string
  /** What the others call it in their contact lists; the name otherwise. */
  readonly label?: string
  /** The groups in which the others keep it. */
  readonly groups?: readonly string[]
}

export interface ServerOptions {
  /** `mired.org`. No DNS knows it: connect to 127.0.0.1. */
  readonly domain?: string
  /** STARTTLS on the client port; `required`. */
  readonly tls?: 'required' | 'optional' | 'none'
  /** TLS from the first byte, on a port of its own; false. */
  readonly directTls?: boolean
  /** `valid`. */
  readonly certificate?: CertificateCase
  /** Other certificates than the ones that all tests share. */
  readonly certificates?: Certificates
  /** Exactly these SASL mechanisms, of those that the server knows. */
  readonly mechanisms?: readonly string[]
  /** ana, bob and admin, with the passwords `ana-pw`, `bob-pw`, `admin-pw`. `admin` is the administrator. */
  readonly users?: readonly ServerAccount[]
  /** Everybody is in everybody's contact list, with subscription `both`; false. */
  readonly mutualContacts?: boolean
  /** The largest stanza from a client, in bytes; 262,144. */
  readonly stanzaLimit?: number
  /** A message at each sign-in; Prosody only. */
  readonly motd?: string
  /** In-band registration (XEP-0077); false. */
  readonly registration?: boolean
  /** Keeps an archive (XEP-0313) for everybody; true. jabberd2 has none. */
  readonly archive?: boolean
  /** A directory of its people (XEP-0055), who are all in it once they have a vCard; Prosody only, false. ejabberd has one, jabberd2 none. */
  readonly directory?: boolean
  /** Blocking (XEP-0191); true. Only Prosody can do without. */
  readonly blocking?: boolean
  /** How long a stream can be resumed (XEP-0198), in seconds, 0 not at all; 60. jabberd2 cannot do it. */
  readonly resumable?: number
  /** Meets other servers (RFC 6120, 4.4.2); `startFederation` knows what belongs here. Not jabberd2; nobody. */
  readonly federation?: FederationPlan
  /** Takes files (XEP-0363) at `https://<domain>:<uploadPort>`, by the same certificate; false. jabberd2 cannot do it. */
  readonly upload?: boolean
  /** The port that addresses of files name, where something stands before the server; its own. */
  readonly uploadAt?: number
  /** Conference rooms at `conference.<domain>`; jabberd2 has none when left out (Debian's package `jabber-muc`), the others always. */
  readonly rooms?: boolean
  /** Groups of the server's own, with the addresses in them (a name behind `=`); Prosody only, none. */
  readonly sharedGroups?: readonly SharedGroup[]
  /** Writes more into the data folder before the first start (see prosody-storage.ts); Prosody only. */
  readonly write?: (data: string) => Promise<void>
}

export interface SharedGroup {
  readonly name: string
  readonly people: readonly string[]
}

/** How servers find each other: no name server of this machine's is asked. */
export interface FederationPlan {
  /** Where other servers come in. */
  readonly port: number
  /** The name server that knows them, by UDP on 127.0.0.1. */
  readonly dnsPort: number
  /** The same as a table, by domain: where the server of it listens on 127.0.0.1. */
  readonly peers: Readonly<Record<string, number>>
}

export interface RunningServer extends AsyncDisposable {
  readonly kind: ServerKind
  readonly domain: string
  readonly host: '127.0.0.1'
  /** For clients: STARTTLS, or none. */
  readonly port: number
  readonly directTlsPort: number | null
  /** Where files are put and fetched, by HTTPS; null: nowhere. */
  readonly uploadPort: number | null
  readonly authority: Authority
  /** SHA-256 of the certificate that it shows now: `AA:BB:…`. */
  readonly fingerprint: () => string
  readonly folder: string
  readonly accounts: readonly ServerAccount[]
  readonly running: () => boolean
  /** What it has written to its log so far. */
  readonly log: () => Promise<string>
  /**
   * Ends it and waits until it is gone. Its accounts and ports stay, for `start`. Prosody does not always get its
   * farewell out to the clients.
   */
  readonly stop: () => Promise<void>
  /** As a crash: killed, no farewell to anybody. */
  readonly kill: () => Promise<void>
  /** Frozen, as on a dead network: connections stay and nothing answers, until `thaw`. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** After `stop` or `kill`: the same accounts and ports. */
  readonly start: (changes?: ServerChanges) => Promise<void>
  /** `stop` and `start`, with other settings where they are given. */
  readonly restart: (changes?: ServerChanges) => Promise<void>
}

export type ServerChanges = Pick<
  ServerOptions,
  'tls' | 'certificate' | 'mechanisms' | 'motd' | 'stanzaLimit' | 'archive' | 'resumable'
>

/** Everything that a server's configuration is made from. */
export interface ServerPlan {
  readonly folder: string
  readonly log: string
  readonly domain: string
  readonly port: number
  readonly directTlsPort: number | null
  readonly uploadPort: number | null
  /** The one that the addresses name. */
  readonly uploadAt: number | null
  readonly tls: 'required' | 'optional' | 'none'
  readonly certificateFile: string
  readonly keyFile: string
  readonly bothFile: string
  readonly authorityFile: string
  readonly mechanisms: readonly string[] | null
  readonly accounts: readonly ServerAccount[]
  readonly mutualContacts: boolean
  readonly stanzaLimit: number
  readonly motd: string | null
  readonly registration: boolean
  readonly archive: boolean
  readonly directory: boolean
  readonly blocking: boolean
  readonly resumable: number
  readonly rooms: boolean
  readonly sharedGroups: readonly SharedGroup[]
  readonly write: (data: string) => Promise<void>
  readonly federation: FederationPlan | null
  /** True at the first start: accounts and contact lists are still to be made. */
  readonly fresh: boolean
}

export interface ServerLaunch {
  readonly command: string
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** What must hold beside open ports before the server counts as started. */
  readonly ready?: () => boolean | Promise<boolean>
  /** Further logs, by name in the server's folder. */
  readonly logs?: readonly string[]
  /** Matches in a log when a port was taken by somebody else. */
  readonly portTaken: RegExp
}

export interface ServerRecipe {
  readonly kind: ServerKind
  /** Milliseconds from being asked to end until it is killed. */
  readonly grace: number
  /** The same when its folder is thrown away as well; 0 kills it at once. */
  readonly lastGrace: number
  /** Writes the configuration (and, when fresh, accounts and contact lists) and says what to run. */
  readonly prepare: (plan: ServerPlan) => Promise<ServerLaunch>
}

export const defaultAccounts: readonly ServerAccount[] = ['ana', 'bob', 'admin'].map(name => ({
  name,
  password: `${name}-pw`,
}))

class PortTaken extends Error {}

/** Starts a server in a new folder, on free ports, and resolves when it accepts connections. Rejects with its log. */
export async function startServer(recipe: ServerRecipe, options: ServerOptions): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const folder = await mkdtemp(join(tmpdir(), `centella-${recipe.kind}-`))
    try {
      return await startIn(folder, recipe, options)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      if (!(error instanceof PortTaken) || attempt === 5) throw error
    }
  }
}

async function startIn(folder: string, recipe: ServerRecipe, options: ServerOptions): Promise<RunningServer> {
  const domain = options.domain ?? 'mired.org'
  const certificates = options.certificates ?? (await sharedCertificates(domain))
  const port = await freePort()
  const directTlsPort = options.directTls === true ? await freePort() : null
  const uploadPort = options.upload === true ? await freePort() : null
  const accounts = options.users ?? defaultAccounts
  const log = join(folder, 'output.log')
  let current: ServerOptions = options
  let fresh = true
  let process: TiedProcess | null = null
  let logs: readonly string[] = [log]

  const start = async (changes: ServerChanges = {}): Promise<void> => {
    if (process?.running() === true) return
    current = { ...current, ...changes }
    const shown = certificates.of(current.certificate ?? 'valid')
    await mkdir(folder, { recursive: true })
    const launch = await recipe.prepare({
      ...{ folder, log, domain, port, directTlsPort, uploadPort, accounts, fresh, ...shown },
      authorityFile: certificates.authority.file,
      uploadAt: uploadPort === null ? null : (options.uploadAt ?? uploadPort),
      tls: current.tls ?? 'required',
      mechanisms: current.mechanisms ?? null,
      mutualContacts: current.mutualContacts ?? false,
      stanzaLimit: current.stanzaLimit ?? 262_144,
      motd: current.motd ?? null,
      registration: current.registration ?? false,
      archive: current.archive ?? true,
      directory: current.directory ?? false,
      blocking: current.blocking ?? true,
      resumable: current.resumable ?? 60,
      rooms: current.rooms ?? false,
      sharedGroups: current.sharedGroups ?? [],
      write: current.write ?? (() => Promise.resolve()),
      federation: current.federation ?? null,
    })
    fresh = false
    logs = [log, ...(launch.logs ?? []).map(name => join(folder, name))]
    const started = startTied({ ...launch, folder, log, folderIsTemporary: true })
    process = started
    const ports = [port, directTlsPort, uploadPort].filter(each => each !== null)
    await whenReady(started, launch, ports).catch(async error => {
      await started.end(0)
      throw error
    })
  }
  const whenReady = async (started: TiedProcess, launch: ServerLaunch, ports: readonly number[]) => {
    const open = await until(async () => {
      if (!started.running()) return true
      if (launch.ready !== undefined && !(await launch.ready())) return false
      return (await Promise.all(ports.map(one => accepts(one)))).every(Boolean)
    }, 30_000)
    const text = await readLog()
    if (launch.portTaken.test(text)) throw new PortTaken(`${recipe.kind}: port taken`)
    if (!open || !started.running()) throw new Error(`${recipe.kind} did not start:\n${text.slice(-3000)}`)
  }
  const readLog = async () => (await Promise.all(logs.map(one => readFile(one, 'utf8').catch(() => '')))).join('')
  const end = async (grace: number) => process?.end(grace)

  await start()
  return {
    kind: recipe.kind,
    host: '127.0.0.1',
    ...{ domain, port, directTlsPort, uploadPort, folder, accounts, start },
    authority: certificates.authority,
    fingerprint: () => certificates.of(current.certificate ?? 'valid').fingerprint,
    running: () => process?.running() ?? false,
    log: readLog,
    stop: () => end(recipe.grace).then(() => undefined),
    kill: () => end(0).then(() => undefined),
    freeze: () => process?.signal('STOP'),
    thaw: () => process?.signal('CONT'),
    restart: async changes => {
      await end(recipe.grace)
      await start(changes)
    },
    [Symbol.asyncDispose]: async () => {
      await end(recipe.lastGrace)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Who is in whose contact list when everybody knows everybody. */
export function contactsOf(
  accounts: readonly ServerAccount[],
): readonly { readonly owner: ServerAccount; readonly contact: ServerAccount }[] {
  return accounts.flatMap(owner => accounts.filter(one => one !== owner).map(contact => ({ owner, contact })))
}

/** A user name as servers keep it (nodeprep, for the names that tests use: RFC 6122, appendix A). */
export function preparedName(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
