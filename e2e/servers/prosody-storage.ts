/** What Prosody's own file storage looks like: a folder per host and store in it, a file per person, written in Lua. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** An element as Prosody keeps it. */
export interface KeptElement {
  readonly name: string
  readonly attrs: Readonly<Record<string, string>>
  readonly children: readonly (KeptElement | string)[]
}

/** One entry of an archive (XEP-0313), of a room's, or of the messages that wait for somebody. */
export interface KeptMessage {
  /** Its id in the archive. */
  readonly key: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** Whom it was exchanged with; of rooms `message<groupchat`; empty for what waits. */
  readonly with: string
  readonly stanza: KeptElement
}

export interface KeptContact {
  readonly address: string
  readonly name: string
  readonly groups: readonly string[]
  readonly subscription?: 'both' | 'to' | 'from' | 'none'
}

export type LuaValue = string | number | boolean | readonly LuaValue[] | { readonly [key: string]: LuaValue }

export const kept = (
  name: string,
  attrs: Readonly<Record<string, string>> = {},
  ...children: readonly (KeptElement | string)[]
): KeptElement => ({ name, attrs, children })

/** A file of a store: `accounts`, `vcard`, `config`. `user` is the part before the `@`. */
export function writeKept(data: string, host: string, store: string, user: string, value: LuaValue): Promise<void> {
  return write(join(data, fileName(host), fileNameOfStore(store), `${fileName(user)}.dat`), `return ${lua(value)};\n`)
}

/** What a store has for the whole host. */
export function writeKeptOfHost(data: string, host: string, store: string, value: LuaValue): Promise<void> {
  return write(join(data, fileName(host), `${fileNameOfStore(store)}.dat`), `return ${lua(value)};\n`)
}

/** The contact list of somebody, with the requests that wait for an answer. */
export function writeContacts(
  data: string,
  host: string,
  user: string,
  contacts: readonly KeptContact[],
  requests: readonly KeptElement[] = [],
): Promise<void> {
  const items = contacts.map(({ address, name, groups, subscription = 'both' }) => {
    const names = groups.map(group => `[${lua(group)}] = true; `).join('')
    return `[${lua(address)}] = { subscription = ${lua(subscription)}; name = ${lua(name)}; groups = { ${names}}; };\n`
  })
  const pending = requests.map(each => `[${lua(each.attrs.from ?? '')}] = ${elementText(each)}; `).join('')
  const text = `return { [false] = { version = 1; pending = { ${pending}}; };\n${items.join('')}};\n`
  return write(join(data, fileName(host), 'roster', `${fileName(user)}.dat`), text)
}

/** `archive` of a person, `offline` for what waits for them, `muc_log` of a room. In the order of the list. */
export function writeMessages(
  data: string,
  host: string,
  store: 'archive' | 'offline' | 'muc_log',
  user: string,
  messages: readonly KeptMessage[],
): Promise<void> {
  const items = messages.map(({ key, time, with: peer, stanza }) => {
    const stamp = `${new Date(time).toISOString().slice(0, 19)}Z`
    const more = ` key = ${lua(key)}; when = ${Math.floor(time / 1000)}; with = ${lua(peer)};`
    return `item(${elementText({ ...stanza, attrs: { ...stanza.attrs, stamp } }, more)});\n`
  })
  return write(join(data, fileName(host), fileNameOfStore(store), `${fileName(user)}.list`), items.join(''))
}

export function writeVcard(data: string, host: string, user: string, vcard: KeptElement): Promise<void> {
  return write(join(data, fileName(host), 'vcard', `${fileName(user)}.dat`), `return ${elementText(vcard)};\n`)
}

/** A value as Lua reads it. */
export function lua(value: LuaValue): string {
  if (typeof value === 'string') {
    return `"${value.replace(/[\\"\n\r]/g, each => (each === '\n' ? '\\n' : each === '\r' ? '\\r' : `\\${each}`))}"`
  }
  if (typeof value !== 'object') return String(value)
  if (isList(value)) return `{ ${value.map(lua).join('; ')} }`
  return `{ ${Object.entries(value)
    .map(([key, each]) => `[${lua(key)}] = ${lua(each)}; `)
    .join('')}}`
}

/** Prosody's data manager writes every byte but letters and digits as `%xx`; of stores it lets `_` be. */
export function fileName(text: string, plain = /[A-Za-z0-9]/): string {
  return [...Buffer.from(text)]
    .map(byte => {
      const character = String.fromCharCode(byte)
      return plain.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`
    })
    .join('')
}

function fileNameOfStore(store: string): string {
  return fileName(store, /[A-Za-z0-9_]/)
}

function isList(value: LuaValue & object): value is readonly LuaValue[] {
  return Array.isArray(value)
}

function elementText({ name, attrs, children }: KeptElement, more = ''): string {
  const parts = children.map(child => `${typeof child === 'string' ? lua(child) : elementText(child)}; `).join('')
  return `{ name = ${lua(name)}; attr = ${lua(attrs)};${more} ${parts}}`
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
