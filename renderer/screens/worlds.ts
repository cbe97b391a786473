import type { BareJid, FullJid, Peer } from '../../shared/domain/address.ts'
import { type ArchiveState, emptyArchive } from '../../shared/domain/archive.ts'
import { unknownBlocking } from '../../shared/domain/blocking.ts'
import type { CertificateReport } from '../../shared/domain/certificate.ts'
import {
  type ConnectionSecurity,
  type ConnectionState,
  defaultConnectionSettings,
} from '../../shared/domain/connection.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import type { UploadLimits } from '../../shared/domain/file.ts'
import { defaultSettings, type Language, type Settings } from '../../shared/domain/settings.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import type { AccountSnapshot, Snapshot } from '../../shared/ipc/program.ts'
import { type FilesVariant, fileStateIn, fileTalkIn } from './files.ts'
import { blockedHere, noticedIn } from './notices.ts'
import {
  address,
  contactsIn,
  crowd,
  openContactsIn,
  presencesIn,
  profilesIn,
  requestsIn,
  ricky,
  sharedGroupsIn,
} from './people.ts'
import { type RoomsVariant, roomStateIn, roomTalksIn } from './rooms.ts'
import { now, type Talk, type TalkVariant, talksIn } from './talks.ts'

/** States of the program that screens begin with. */
export const worldIds = [
  'signed-out',
  'signing-in',
  'refused',
  'untrusted',
  'changed',
  'usual',
  'answered',
  'typing',
  'long',
  'offline',
  'trying',
  'gap',
  'conflict',
  'not-encrypted',
  'empty',
  'crowd',
  'asked',
  'noticed',
  'noticed offline',
  'repaired',
  'repaired-signed-out',
  'disk-full',
  'reloaded',
  'rooms',
  'room-visitor',
  'room-crowd',
  'files',
  'files going',
  'files refused',
  'files waiting',
] as const
export type WorldId = (typeof worldIds)[number]

/** What the fake main process knows. */
export interface World {
  readonly snapshot: Snapshot
  readonly talks: ReturnType<typeof talksIn>
  readonly uploadLimits: UploadLimits
}

const fingerprint = '3F:9A:C1:07:5E:B2:48:D6:11:8C:EA:70:29:F4:93:5B:D0:67:1E:A8:42:BD:0F:C5:76:9E:31:84:FA:2C:60:17'

const certificate: CertificateReport = {
  fingerprint,
  subject: 'mired.org',
  names: ['mired.org', '*.mired.org'],
  issuer: 'mired.org',
  selfIssued: true,
  validFrom: new Date(2026, 4, 4).getTime(),
  validTo: new Date(2031, 4, 4).getTime(),
  domain: 'mired.org',
  reasons: ['self-signed'],
  previousFingerprint: null,
}

const encrypted: ConnectionSecurity = {
  encrypted: true,
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  fingerprint,
  trust: 'chain',
  mechanism: 'SCRAM-SHA-256',
}
const inClear: ConnectionSecurity = { ...encrypted, encrypted: false, protocol: null, cipher: null, trust: null }

const online = (security: ConnectionSecurity): ConnectionState => ({
  phase: 'online',
  address: `${ricky}/centella-k3` as FullJid,
  security,
})
const stopped = (failure: Failure): ConnectionState => ({ phase: 'offline', failure })

interface Begin {
  readonly connection: ConnectionState
  readonly talks?: TalkVariant
  readonly unlocked?: boolean
  readonly contacts?: 'usual' | 'none' | 'crowd' | 'open'
  readonly open?: BareJid
  /** The server has said something, people have sent what cannot be shown, and somebody is blocked. */
  readonly noticed?: true
  readonly archive?: ArchiveState
  readonly typing?: readonly BareJid[]
  readonly rooms?: RoomsVariant
  readonly files?: FilesVariant
}

type SignedOut = 'signed-out' | 'repaired-signed-out'

const begins: Readonly<Record<Exclude<WorldId, SignedOut>, Begin>> = {
  'signing-in': { connection: { phase: 'connecting', step: 'authenticating', attempt: 1 }, unlocked: false },
  refused: {
    connection: stopped({
      code: 'connection-refused',
      details: { domain: 'mired.org', host: 'mired.org', port: 5222 },
    }),
    unlocked: false,
  },
  untrusted: {
    connection: stopped({ code: 'certificate-self-signed', details: { domain: 'mired.org', certificate } }),
    unlocked: false,
  },
  changed: {
    connection: stopped({
      code: 'certificate-changed',
      details: {
        domain: 'mired.org',
        certificate: { ...certificate, previousFingerprint: [...fingerprint.split(':')].reverse().join(':') },
      },
    }),
    unlocked: false,
  },
  usual: { connection: online(encrypted), talks: 'usual' },
  answered: { connection: online(encrypted), talks: 'answered' },
  typing: { connection: online(encrypted), talks: 'answered', typing: [address('Ana'), address('Carla')] },
  long: { connection: online(encrypted), talks: 'long' },
  offline: {
    connection: { phase: 'waiting', failure: { code: 'network-lost', details: {} }, retryAt: now + 8000 },
    talks: 'offline',
  },
  trying: { connection: { phase: 'connecting', step: 'resolving', attempt: 3 }, talks: 'offline' },
  gap: { connection: online(encrypted), talks: 'answered', archive: { gaps: [7], phase: 'failed' } },
  conflict: { connection: stopped({ code: 'conflict', details: { domain: 'mired.org' } }), talks: 'answered' },
  'not-encrypted': { connection: online(inClear), talks: 'answered' },
  empty: { connection: online(encrypted), contacts: 'none' },
  asked: { connection: online(encrypted), talks: 'answered', contacts: 'open' },
  crowd: { connection: online(encrypted), talks: 'answered', contacts: 'crowd' },
  noticed: { connection: online(encrypted), talks: 'answered', noticed: true },
  'noticed offline': {
    connection: { phase: 'waiting', failure: { code: 'network-lost', details: {} }, retryAt: now + 8000 },
    talks: 'offline',
    noticed: true,
  },
  repaired: { connection: online(encrypted), talks: 'answered' },
  'disk-full': {
    connection: { phase: 'waiting', failure: { code: 'network-lost', details: {} }, retryAt: now + 8000 },
    talks: 'offline',
  },
  reloaded: { connection: online(encrypted), talks: 'drafted', open: address('Ana') },
  rooms: { connection: online(encrypted), talks: 'answered', contacts: 'open', rooms: 'usual' },
  'room-visitor': { connection: online(encrypted), talks: 'answered', rooms: 'visitor' },
  'room-crowd': { connection: online(encrypted), talks: 'answered', rooms: 'crowd' },
  files: { connection: online(encrypted), talks: 'answered', files: 'here' },
  'files going': { connection: online(encrypted), talks: 'answered', files: 'going' },
  'files refused': { connection: online(encrypted), talks: 'answered', files: 'refused' },
  'files waiting': {
    connection: { phase: 'waiting', failure: { code: 'network-lost', details: {} }, retryAt: now + 8000 },
    talks: 'offline',
    files: 'waiting',
  },
}

const damaged: Trouble = {
  type: 'archive-damaged',
  file: 'archive.damaged-2026-11-21T10-50-02-113Z.sqlite',
  kept: { contacts: 24, conversations: 31, messages: 18_340 },
  lost: { contacts: 0, conversations: 0, messages: 7 },
}
const damagedSettings: Trouble = {
  type: 'settings-damaged',
  file: 'settings.damaged-2026-11-21T10-50-01-870Z.json',
  used: 'backup',
  accounts: 1,
}
const troubles: Partial<Readonly<Record<WorldId, readonly Trouble[]>>> = {
  repaired: [damaged],
  'repaired-signed-out': [damagedSettings, damaged],
  'disk-full': [{ type: 'storage-refused', condition: 'disk-full' }],
  reloaded: [{ type: 'window-reloaded' }],
}

const noRooms: ReturnType<typeof roomStateIn> = { rooms: [], occupants: {}, invitations: [], invited: {} }

export function worldOf(id: WorldId, language: Language, over: Partial<Settings>): World {
  const begin = id === 'signed-out' || id === 'repaired-signed-out' ? null : begins[id]
  const usual = begin?.talks === undefined ? new Map<never, Talk>() : talksIn(language, begin.talks)
  const noticed = begin?.noticed === true ? noticedIn(language) : []
  const inRooms = begin?.rooms === undefined ? [] : roomTalksIn(language)
  const files = begin?.files === undefined ? [] : [fileTalkIn(language, begin.files)]
  const talks = new Map([
    ...usual,
    ...[...noticed, ...inRooms, ...files].map((each): [Peer, Talk] => [each.conversation.peer, each]),
  ])
  return {
    snapshot: {
      program: {
        version: '0.1.0',
        runtime: 'electron',
        platform: 'linux',
        systemLanguage: language,
        locale: language === 'es' ? 'es-ES' : 'en-GB',
        canRememberPasswords: true,
      },
      settings: { ...defaultSettings, ...over },
      accounts: begin === null ? [] : [accountOf(begin, language, talks)],
      lastAccount: ricky,
      troubles: troubles[id] ?? [],
      idleSince: null,
      wanted: null,
    },
    talks,
    uploadLimits: { available: begin?.files !== 'refused', maxBytes: 52_428_800 },
  }
}

function accountOf(begin: Begin, language: Language, talks: World['talks']): AccountSnapshot {
  const shown = begin.unlocked !== false
  const contacts = {
    usual: contactsIn(language),
    none: [],
    crowd: [...contactsIn(language), ...crowd(2000)],
    open: openContactsIn(language),
  }
  return {
    account: {
      id: ricky,
      settings: defaultConnectionSettings,
      rememberPassword: true,
      signInAutomatically: false,
      trustedCertificates: [{ ...certificate, trustedAt: now }],
      presence: { availability: 'available', status: null },
    },
    unlocked: shown,
    connection: begin.connection,
    contacts: shown ? contacts[begin.contacts ?? 'usual'] : [],
    requests: begin.contacts === 'open' ? requestsIn(language) : [],
    sharedGroups: begin.contacts === 'open' ? sharedGroupsIn(language) : [],
    presences: shown && begin.connection.phase === 'online' && begin.contacts !== 'none' ? presencesIn(language) : [],
    profiles: shown && begin.contacts !== 'none' ? profilesIn(language) : [],
    typing: begin.typing ?? [],
    conversations: [...talks.values()].map(talk => talk.conversation),
    open: begin.open ?? null,
    archive: begin.archive ?? emptyArchive,
    blocking: begin.noticed === true ? blockedHere : unknownBlocking,
    ...(begin.rooms === undefined ? noRooms : roomStateIn(language, begin.rooms)),
    ...(begin.files === undefined ? { transfers: [], downloads: [] } : fileStateIn(language, begin.files)),
  }
}
