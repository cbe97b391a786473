/**
 * A server that says what Openfire 5.2 said (e2e/fixtures/openfire), to a client that asks in its own order and with its
 * own ids. SCRAM and PLAIN are really computed; messages and presence really reach the other accounts, and the archive
 * has them.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type Authority, type Certificates, sharedCertificates } from './certificates.ts'
import { type ClientElement, escapeXml, textOf } from './client-xml.ts'
import { createOpenfireArchive, type OpenfireArchive } from './openfire-archive.ts'
import { createOpenfireBookmarks, type OpenfireBookmarks } from './openfire-bookmarks.ts'
import { createOpenfireDirectory } from './openfire-directory.ts'
import { recordedAnswers, recording } from './openfire-recordings.ts'
import { createOpenfireRooms, type OpenfireRooms } from './openfire-rooms.ts'
import { createOpenfireRosters, type SharedGroup } from './openfire-roster.ts'
import { createOpenfireUpload } from './openfire-upload.ts'
import { createOpenfireVcards } from './openfire-vcards.ts'
import { openfireWords } from './openfire-words.ts'
import { preparedName, type ServerAccount } from './running-server.ts'
import { createScramServer } from './scram-server.ts'
import { type ScriptedConnection, startScriptedServer } from './scripted-server.ts'
import { startUploadServer, type UploadServer } from './upload-server.ts'

export interface OpenfireOptions {
  /** `mired.test`, as recorded. */
  readonly domain?: string
  /** `optional` is how Openfire comes; `disabled` closes the port for direct TLS as well. */
  readonly tls?: 'optional' | 'required' | 'disabled'
  /** ana, bob and carla, with the passwords `ana-pass` and so on. */
  readonly users?: readonly ServerAccount[]
  /** Everybody is in everybody's contact list; false. */
  readonly mutualContacts?: boolean
  /** Groups that the server shares among their members. */
  readonly sharedGroups?: readonly SharedGroup[]
  /** After every sign-in the message of the day, then broadcasts and an announcement; false. */
  readonly notices?: boolean
  /** Of PLAIN, SCRAM-SHA-1 and SCRAM-SHA-1-PLUS, only these: LDAP leaves PLAIN alone. */
  readonly mechanisms?: readonly string[]
  readonly certificates?: Certificates
  /** Takes files at a server of its own, by the same certificate; false: slots lead to where nobody is. */
  readonly upload?: boolean
}

export interface Openfire extends AsyncDisposable {
  readonly kind: 'openfire'
  readonly domain: string
  readonly host: '127.0.0.1'
  readonly port: number
  readonly directTlsPort: number | null
  readonly accounts: readonly ServerAccount[]
  /** Its own certificate, self-signed: trust this to trust it. */
  readonly authority: Authority
  readonly fingerprint: () => string
  readonly archive: OpenfireArchive
  /** Where files are put and fetched. */
  readonly upload: UploadServer | null
  readonly bookmarks: OpenfireBookmarks
  readonly rooms: OpenfireRooms
  /** What clients said when asked for their version, right after sign-in. */
  readonly versions: readonly ClientElement[]
  /** Every `<auth/>` that arrived, in order: the user and whether it was right. */
  readonly attempts: readonly { readonly mechanism: string; readonly right: boolean }[]
  /** All connections that clients made, to either port. */
  readonly connections: () => readonly ScriptedConnection[]
}

const saslNamespace = 'urn:ietf:params:xml:ns:xmpp-sasl'

interface Session {
  readonly user: string
  readonly address: string
  readonly connection: ScriptedConnection
  /** The children of its last presence; null while unavailable. */
  presence: string | null
  /** Stanzas handled since `<enable/>` (XEP-0198). */
  handled: number
}

/** Starts it on free ports of 127.0.0.1. */
export async function startOpenfire(options: OpenfireOptions = {}): Promise<Openfire> {
  const domain = options.domain ?? 'mired.test'
  const tls = options.tls ?? 'optional'
  const accounts = options.users ?? ['ana', 'bob', 'carla'].map(name => ({ name, password: `${name}-pass` }))
  const certificates = options.certificates ?? (await sharedCertificates(domain))
  const certificate = certificates.of('openfire')
  const answers = recordedAnswers(domain)
  const directory = createOpenfireDirectory(domain, accounts)
  const vcards = createOpenfireVcards(domain)
  const archive = createOpenfireArchive()
  const web =
    options.upload === true
      ? await startUploadServer({
          ...{ domain, certificate: { from: certificates, use: 'openfire' } },
          announced: path => upload.announced(path),
        })
      : null
  const upload = createOpenfireUpload(domain, web?.origin ?? `https://${domain}:7443`)
  /** Who has had them. */
  const noticed = new Set<string>()
  const notices = options.notices === true ? recording('notices', domain) : []
  const sessions = new Set<Session>()
  const versions: ClientElement[] = []
  const attempts: { mechanism: string; right: boolean }[] = []
  const passwordOf = (user: string) =>
    accounts.find(one => preparedName(one.name) === preparedName(user))?.password.normalize('NFKC')

  const words = openfireWords(domain, tls, options.mechanisms)
  const sessionsOf = (user: string) => [...sessions].filter(one => one.user === user)
  const rosters = createOpenfireRosters({
    ...{ domain, accounts, mutualContacts: options.mutualContacts === true, sharedGroups: options.sharedGroups ?? [] },
    push: (user, item) => {
      for (const { address, connection } of sessionsOf(user)) {
        const version = versionOf(user)
        const query = `<query xmlns="jabber:iq:roster" ver="${version}">${item}</query>`
        connection.send(`<iq type="set" id="${randomUUID()}" to="${escapeXml(address)}">${query}</iq>`)
      }
    },
    deliver: (user, presence) => {
      for (const { connection, presence: own } of sessionsOf(user)) if (own !== null) connection.send(presence)
    },
    introduce: (user, other) => {
      for (const session of sessionsOf(user)) {
        if (session.presence === null) continue
        for (const { connection } of sessionsOf(other)) connection.send(presenceOf(session, `${other}@${domain}`))
      }
    },
  })

  const rooms = createOpenfireRooms({
    domain,
    send: (address, xml) => {
      for (const one of sessions) if (one.address === address) one.connection.send(xml)
    },
    sendTo: (user, xml) => {
      for (const { connection, presence } of sessionsOf(user)) if (presence !== null) connection.send(xml)
    },
  })

  const bookmarks = createOpenfireBookmarks(domain, (user, event) => {
    for (const { address, connection } of sessionsOf(user))
      connection.send(
        event.replace(/\bto="[^"]*"/, `to="${escapeXml(address)}"`).replace(/\bid="[^"]*"/, `id="${randomUUID()}"`),
      )
  })

  const script = async (connection: ScriptedConnection) => {
    // Openfire keeps the id of the stream over its restarts.
    const id = randomBytes(5).toString('hex')
    const header = async (said: string) => {
      await connection.nextHeader()
      connection.send(words.header.replace(/id="[^"]*"/, `id="${id}"`) + said)
    }
    await header(connection.encrypted() ? words.encrypted : words.clear)
    let user: string | null = null
    for (let failures = 0; user === null; ) {
      const element = await connection.nextElement()
      if (element.name === 'starttls' && !connection.encrypted()) {
        if (tls === 'disabled') return close(connection, words.refused)
        connection.send(words.proceed)
        await connection.upgrade(certificate)
        await header(words.encrypted)
      } else if (element.name === 'auth') {
        if (failures === 3) return close(connection, '')
        user = await authenticate(connection, element)
        if (user === null) failures++
      } else
        return close(
          connection,
          '<stream:error><not-authorized xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>',
        )
    }
    // Where TLS is required, a password sent without it is taken, and then nothing is offered.
    await header(tls === 'required' && !connection.encrypted() ? words.nothing : words.signedIn)
    await serve(connection, user)
  }

  const authenticate = async (connection: ScriptedConnection, auth: ClientElement): Promise<string | null> => {
    const mechanism = auth.attributes.mechanism ?? ''
    const decoded = (text: string) => Buffer.from(text, 'base64').toString('utf8')
    const settle = (user: string, data: string | null | undefined) => {
      attempts.push({ mechanism, right: data !== null })
      if (data === null) connection.send(words.failure)
      else if (data === undefined) connection.send(`<success xmlns="${saslNamespace}"/>`)
      else connection.send(`<success xmlns="${saslNamespace}">${Buffer.from(data).toString('base64')}</success>`)
      return data === null ? null : preparedName(user)
    }
    if (mechanism === 'PLAIN') {
      const [, user = '', password = ''] = decoded(auth.text).split('\0')
      return settle(user, passwordOf(user) === password ? undefined : null)
    }
    if (mechanism !== 'SCRAM-SHA-1') return settle('', null)
    const scram = createScramServer('SCRAM-SHA-1', passwordOf)
    const challenge = Buffer.from(scram.challenge(decoded(auth.text))).toString('base64')
    connection.send(`<challenge xmlns="${saslNamespace}">${challenge}</challenge>`)
    const response = await connection.nextElement('response')
    return settle(scram.user(), scram.verify(decoded(response.text)))
  }

  const serve = async (connection: ScriptedConnection, user: string) => {
    let session: Session | null = null
    void connection.closed.then(() => session !== null && leave(session))
    for (;;) {
      const element = await connection.nextElement()
      if (session === null) {
        if (element.name === 'resume') connection.send(words.resumeFailed)
        else if (element.child?.name === 'bind') session = bind(connection, user, element)
        else connection.send(error(element, user, connection))
        continue
      }
      if (['message', 'presence', 'iq'].includes(element.name)) session.handled++
      if (element.name === 'enable') {
        session.handled = 0
        connection.send(words.enabled.replace(/id="[^"]*"/, `id="${randomBytes(12).toString('base64')}"`))
      } else if (element.name === 'r') connection.send(`<a xmlns='urn:xmpp:sm:3' h='${session.handled}'/>`)
      else if (rooms.takes(session, element)) continue
      else if (element.name === 'presence') receivePresence(session, element)
      else if (element.name === 'message') forward(session, element)
      else if (element.name === 'iq') receiveRequest(session, element)
    }
  }

  const bind = (connection: ScriptedConnection, user: string, request: ClientElement): Session => {
    const resource = textOf(request.xml, 'resource') ?? randomBytes(5).toString('hex')
    const address = `${user}@${domain}/${resource}`
    for (const other of sessions) if (other.address === address) void close(other.connection, words.conflict)
    const session: Session = { user, address, connection, presence: null, handled: 0 }
    sessions.add(session)
    const bound = words.bound
      .replace(/to="[^"]*"/, `to="${domain}/${randomUUID()}"`)
      .replace(/<jid>[^<]*/, `<jid>${escapeXml(address)}`)
    connection.send(withId(bound, request))
    // Seen three times within the first seconds, before the client has said a word.
    for (let index = 0; index < 3; index++) {
      const asked = words.version.replace(/id="[^"]*"/, `id="${100 + index}-${index}"`)
      connection.send(asked.replace(/to="[^"]*"/, `to="${escapeXml(address)}"`))
    }
    return session
  }

  const receiveRequest = (session: Session, element: ClientElement) => {
    const { type, to = '' } = element.attributes
    if (type === 'result' || type === 'error') {
      if (to.includes('@')) forward(session, element)
      else if (/^1\d\d-\d$/.test(element.attributes.id ?? '')) versions.push(element)
      return
    }
    const other = [...sessions].find(one => one.address === to)
    if (other !== undefined && other !== session) forward(session, element)
    else if (type === 'get' && element.child?.attributes.xmlns === 'jabber:iq:roster') {
      session.connection.send(roster(session, element))
    } else if (type === 'set' && element.child?.attributes.xmlns === 'jabber:iq:roster') {
      session.connection.send(changeRoster(session, element))
    } else if (type === 'set' && element.child?.attributes.xmlns === 'urn:xmpp:mam:2') {
      const results = archive.answer(element, `${session.user}@${domain}`, session.address)
      for (const each of results) session.connection.send(each)
    } else {
      const bookmarked = bookmarks.answer(element, session.user)
      // Openfire leaves some publications unanswered for ever.
      if (bookmarked === null) return
      const recorded =
        bookmarked ??
        vcards.answer(element, session.user) ??
        directory.answer(element) ??
        upload.answer(element) ??
        answers.to(element, session.user)
      const answer = withSharedGroups(recorded, session.user)
      if (answer === undefined) session.connection.send(error(element, session.user, session.connection))
      else
        session.connection.send(withId(answer, element).replace(/\bto="[^"]*"/, `to="${escapeXml(session.address)}"`))
    }
  }

  /** The hash of the list: it may be negative. */
  const versionOf = (user: string): string =>
    String(createHash('sha1').update(rosters.items(user)).digest().readInt32BE())
  const roster = (session: Session, request: ClientElement): string => {
    const known = request.child?.attributes.ver === versionOf(session.user)
    const answer = (known ? words.rosterSame : words.roster)
      .replace(/\bver="[^"]*"/, `ver="${versionOf(session.user)}"`)
      .replace(/<item .*<\/item>/, () => rosters.items(session.user))
      .replace(/\bto="[^"]*"/, `to="${escapeXml(session.address)}"`)
    return withId(answer, request)
  }

  const changeRoster = (session: Session, request: ClientElement): string => {
    const answer = rosters.change(session.user, request)
      ? words.changed
      : words.refusedChange.replace(/<query.*<\/query>/, () => request.xml.replace(/^<[^>]*>|<\/iq>$/g, ''))
    return withId(answer, request)
      .replace(/from="[^"]*"/, `from="${session.user}@${domain}"`)
      .replace(/\bto="[^"]*"/, `to="${escapeXml(session.address)}"`)
  }

  const withSharedGroups = (answer: string | undefined, user: string): string | undefined => {
    const groups = rosters.groups(user).map(group => `<group>${escapeXml(group)}</group>`)
    return answer?.replace(/<sharedgroup ([^>]*)\/>/, (_whole, xmlns: string) =>
      groups.length === 0 ? `<sharedgroup ${xmlns}/>` : `<sharedgroup ${xmlns}>${groups.join('')}</sharedgroup>`,
    )
  }

  const error = (request: ClientElement, user: string, connection: ScriptedConnection): string => {
    const session = [...sessions].find(one => one.connection === connection)
    const inside = request.xml.replace(/^<[^>]*>/, '').replace(/<\/iq>$/, '')
    return withId(words.unknown, request)
      .replace('<query xmlns="nope"></query>', inside)
      .replace(/from="[^"]*"/, `from="${escapeXml(request.attributes.to ?? `${user}@${domain}`)}"`)
      .replace(/\bto="[^"]*"/, `to="${escapeXml(session?.address ?? domain)}"`)
  }

  /** Passes a stanza on, with `from` in place of what the client said. */
  const forward = (session: Session, element: ClientElement) => {
    const to = element.attributes.to ?? `${session.user}@${domain}`
    const xml = element.xml.replace(/^<[^>]*>/, tag =>
      tag.replace(/\sfrom=("[^"]*"|'[^']*')/, '').replace(/\s*(\/?>)$/, ` from="${escapeXml(session.address)}"$1`),
    )
    if (element.name === 'message') archive.keep({ from: session.address, to, xml })
    for (const other of sessions) {
      const bare = `${other.user}@${domain}`
      if (other.address === to || (bare === to && other.presence !== null)) other.connection.send(xml)
    }
  }

  const contactsOnline = (session: Session) =>
    [...sessions].filter(
      one =>
        one.presence !== null && one !== session && (one.user === session.user || rosters.sees(session.user, one.user)),
    )
  const presenceOf = (session: Session, to: string) =>
    vcards
      .mark(words.presence, session.user)
      .replace(/from="[^"]*" to="[^"]*"/, `from="${escapeXml(session.address)}" to="${escapeXml(to)}"`)
      .replace('<x xmlns="vcard-temp:x:update">', `${session.presence ?? ''}$&`)

  const receivePresence = (session: Session, element: ClientElement) => {
    const { type, to } = element.attributes
    if (rosters.subscribe(session.user, element)) return
    if (to !== undefined) return forward(session, element)
    if (type === 'unavailable') return leave(session)
    const first = session.presence === null
    // What a client says of its picture is replaced by what the server knows.
    session.presence = element.xml
      .replace(/^<[^>]*>/, '')
      .replace(/<\/presence>$/, '')
      .replace(/<x xmlns=['"]vcard-temp:x:update['"](?:\/>|>.*?<\/x>)/, '')
    session.connection.send(presenceOf(session, session.address))
    for (const other of contactsOnline(session)) {
      other.connection.send(presenceOf(session, `${other.user}@${domain}`))
      if (first) session.connection.send(presenceOf(other, session.address))
    }
    if (first) giveNotices(session)
  }
  const giveNotices = ({ user, address, connection }: Session) => {
    const [greeting, ...others] = notices.map(({ xml }) => xml)
    if (greeting !== undefined) connection.send(greeting.replace(/to="[^"]*"/, `to="${escapeXml(address)}"`))
    if (!noticed.has(user)) for (const xml of others) connection.send(xml)
    noticed.add(user)
  }
  const leave = (session: Session) => {
    if (!session.connection.open()) sessions.delete(session)
    rooms.ended(session.address)
    if (session.presence === null) return
    session.presence = null
    for (const other of contactsOnline(session)) {
      const to = `${other.user}@${domain}`
      other.connection.send(`<presence type="unavailable" from="${escapeXml(session.address)}" to="${to}"/>`)
    }
  }
  const close = async (connection: ScriptedConnection, last: string) => {
    connection.send(`${last}</stream:stream>`)
    connection.end()
    await connection.closed
  }

  const main = await startScriptedServer({ script })
  const direct = tls === 'disabled' ? null : await startScriptedServer({ script, directTls: certificate })
  return {
    kind: 'openfire',
    host: '127.0.0.1',
    port: main.port,
    directTlsPort: direct?.port ?? null,
    ...{ domain, accounts, versions, attempts, archive, rooms, upload: web, bookmarks },
    authority: { file: certificate.certificateFile, text: certificate.certificateText },
    fingerprint: () => certificate.fingerprint,
    connections: () => [...main.connections, ...(direct?.connections ?? [])],
    [Symbol.asyncDispose]: async () => {
      await main[Symbol.asyncDispose]()
      await direct?.[Symbol.asyncDispose]()
      await web?.[Symbol.asyncDispose]()
    },
  }
}

function withId(answer: string, request: ClientElement): string {
  return answer.replace(/\bid="[^"]*"/, `id="${escapeXml(request.attributes.id ?? '')}"`)
}
