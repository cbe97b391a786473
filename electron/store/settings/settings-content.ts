import { z } from 'zod'
import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import { type ConnectionSettings, defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import { defaultOwnPresence, type OwnPresence } from '../../../shared/domain/presence.ts'
import { defaultSettings, languages, type Settings } from '../../../shared/domain/settings.ts'

/** What the settings file holds. */
export interface SettingsContent {
  readonly settings: Settings
  readonly accounts: readonly Account[]
  readonly lastAccount: AccountId | null
}

type Fields<Value> = { readonly [Field in keyof Value]-?: z.ZodType<Value[Field]> }
type Json = Readonly<Record<string, unknown>>

export const emptyContent: SettingsContent = { settings: defaultSettings, accounts: [], lastAccount: null }

const time = z.int()
const address = z.custom<AccountId>(value => typeof value === 'string' && value.length > 0 && value.length <= 3071)

const settingsFields: Fields<Settings> = {
  language: z.enum(languages).nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['cozy', 'compact']),
  textSize: z.number().min(87.5).max(200),
  moreContrast: z.boolean(),
  awayWhenIdle: z.boolean(),
  awayAfter: z.int().min(1).max(240),
  notifications: z.boolean(),
  notificationText: z.boolean(),
  notificationSound: z.boolean(),
  keepInTray: z.boolean(),
  toldOfTray: z.boolean(),
  sendReceipts: z.boolean(),
  sendMarkers: z.boolean(),
  sendTyping: z.boolean(),
}

const connectionFields: Fields<ConnectionSettings> = {
  encryption: z.enum(['required', 'optional', 'disabled']),
  directTls: z.boolean(),
  host: z.string().min(1).nullable(),
  port: z.int().min(1).max(65_535).nullable(),
  resource: z.string().min(1).nullable(),
  priority: z.int().min(-128).max(127),
  allowPlainWithoutTls: z.boolean(),
}

const presenceFields: Fields<OwnPresence> = {
  availability: z.enum(['chat', 'available', 'away', 'xa', 'dnd']),
  status: z.string().nullable(),
}

const trustedCertificate: z.ZodType<TrustedCertificate> = z.object({
  fingerprint: z.string().regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/),
  subject: z.string(),
  names: z.array(z.string()),
  issuer: z.string(),
  selfIssued: z.boolean(),
  validFrom: time,
  validTo: time,
  domain: z.string(),
  reasons: z.array(z.enum(['self-signed', 'unknown-issuer', 'wrong-name', 'expired', 'not-yet-valid'])),
  trustedAt: time,
  isForFiles: z.literal(true).exactOptional(),
})

/**
 * Reads a settings file's JSON field by field: what makes no sense is replaced by its default, which is always the
 * safe one, and leaves the rest alone. `damaged` says that something was replaced or left out.
 */
export function readContent(json: unknown): { readonly content: SettingsContent; readonly damaged: boolean } {
  let damaged = !isObject(json)
  const note = (): void => {
    damaged = true
  }
  const file = isObject(json) ? json : {}
  const listed = file.accounts ?? []
  if (!Array.isArray(listed)) note()
  const accounts = new Map<AccountId, Account>()
  for (const each of Array.isArray(listed) ? listed : []) {
    const account = readAccount(each, note)
    if (account !== null) accounts.set(account.id, account)
  }
  const last = file.lastAccount ?? null
  const lastAccount = address.nullable().safeParse(last)
  if (!lastAccount.success) note()
  const settings = readFields(file.settings, settingsFields, defaultSettings, note)
  return { content: { settings, accounts: [...accounts.values()], lastAccount: lastAccount.data ?? null }, damaged }
}

/** The JSON to write: what this version knows over what it found, so that the fields of a later one live on. */
export function writeContent(found: unknown, content: SettingsContent): Json {
  const file = isObject(found) ? found : {}
  const listed = Array.isArray(file.accounts) ? file.accounts.filter(isObject) : []
  return {
    ...file,
    settings: { ...objectOr(file.settings), ...content.settings },
    accounts: content.accounts.map(account => {
      const before = listed.find(each => each.id === account.id) ?? {}
      return {
        ...before,
        ...account,
        settings: { ...objectOr(before.settings), ...account.settings },
        presence: { ...objectOr(before.presence), ...account.presence },
      }
    }),
    lastAccount: content.lastAccount,
  }
}

function readAccount(json: unknown, note: () => void): Account | null {
  const id = isObject(json) ? address.safeParse(json.id) : null
  if (!isObject(json) || id === null || !id.success) {
    note()
    return null
  }
  const settings = readFields(json.settings, connectionFields, defaultConnectionSettings, note)
  const contradicts = settings.directTls && settings.encryption === 'disabled'
  if (contradicts) note()
  const flags = { rememberPassword: z.boolean(), signInAutomatically: z.boolean() }
  return {
    id: id.data,
    settings: contradicts ? { ...settings, encryption: 'required' } : settings,
    ...readFields(json, flags, { rememberPassword: false, signInAutomatically: false }, note),
    trustedCertificates: readCertificates(json.trustedCertificates, note),
    presence: readFields(json.presence, presenceFields, defaultOwnPresence, note),
  }
}

function readCertificates(json: unknown, note: () => void): readonly TrustedCertificate[] {
  if (json !== undefined && !Array.isArray(json)) note()
  return (Array.isArray(json) ? json : []).flatMap(each => {
    const read = trustedCertificate.safeParse(each)
    if (!read.success) note()
    return read.success ? [read.data] : []
  })
}

/** Fields that are absent take their defaults silently: an older version did not know them. */
function readFields<Value extends object>(
  json: unknown,
  fields: Fields<Value>,
  defaults: Value,
  note: () => void,
): Value {
  if (json !== undefined && !isObject(json)) note()
  const found = objectOr(json)
  const value = { ...defaults }
  for (const field of Object.keys(fields) as (keyof Value & string)[]) {
    if (!Object.hasOwn(found, field)) continue
    const read = fields[field].safeParse(found[field])
    if (read.success) value[field] = read.data
    else note()
  }
  return value
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectOr(value: unknown): Json {
  return isObject(value) ? value : {}
}
