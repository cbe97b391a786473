/** The settings of a room (XEP-0045, 10.1.3 and 16.5.3, `muc#roomconfig`). */
import type { RoomSettings } from '../../../shared/domain/room.ts'
import { buildSubmit, dataFormNamespace, type OpenField, parseForm, parseOpenFields } from '../../stanza/data-form.ts'
import type { Element } from '../../stanza/element.ts'
import { cleanText } from '../../stanza/xml-text.ts'
import { roomOwnerNamespace } from './build.ts'

/** What the owner of a room is asked. */
export interface RoomForm {
  readonly formType: string
  readonly fields: readonly OpenField[]
}

const configType = 'http://jabber.org/protocol/muc#roomconfig'

/** What each setting is called; mu-conference has the names of XEP-0045's first years, Prosody and ejabberd some of their own. */
const names = {
  name: ['roomname'],
  description: ['roomdesc'],
  isPersistent: ['persistentroom'],
  isPublic: ['publicroom'],
  isMembersOnly: ['membersonly', 'inviteonly'],
  isModerated: ['moderatedroom'],
  hasPassword: ['passwordprotectedroom'],
  password: ['roomsecret'],
  everybodySetsSubject: ['changesubject'],
  everybodyInvites: ['allowinvites', 'allowmemberinvites'],
  mostPeople: ['maxusers'],
} as const

type Setting = keyof typeof names

/** @param iq the answer of the room; null where it has nothing to set */
export function parseRoomForm(iq: Element): RoomForm | null {
  const form = iq.getChild('query', roomOwnerNamespace)?.getChild('x', dataFormNamespace)
  if (form === undefined) return null
  return { formType: parseForm(form).formType ?? configType, fields: parseOpenFields(form) }
}

/** What a form says of the settings that we know. */
export function settingsOf(form: RoomForm): RoomSettings {
  const text = (setting: Setting): string | null => fieldOf(form, setting)?.values.join('\n') ?? null
  const flag = (setting: Setting): boolean | null => {
    const field = fieldOf(form, setting)
    return field === undefined ? null : isTrue(field)
  }
  const password = text('password')
  return {
    name: text('name'),
    description: text('description'),
    isPersistent: flag('isPersistent'),
    isPublic: flag('isPublic'),
    isMembersOnly: flag('isMembersOnly'),
    isModerated: flag('isModerated'),
    password: flag('hasPassword') === false && password !== null ? '' : password,
    everybodySetsSubject: flag('everybodySetsSubject'),
    everybodyInvites: flag('everybodyInvites'),
  }
}

/**
 * The form as it is handed in: what the server had in it, but for what is given here.
 * @param change what is null, and what the room does not offer, stays
 * @param mostPeople as many people as the room offers to take
 */
export function buildRoomForm(form: RoomForm, change: RoomSettings, mostPeople = false): Element {
  const said = new Map<string, readonly string[]>()
  const say = (setting: Setting, value: string | boolean | null): void => {
    const field = fieldOf(form, setting)
    if (field === undefined || value === null) return
    said.set(field.name, typeof value === 'boolean' ? [value ? '1' : '0'] : cleanText(value).split('\n'))
  }
  const { password, ...others } = change
  for (const [setting, value] of Object.entries(others)) say(setting as keyof typeof others, value)
  say('password', password)
  say('hasPassword', password === null ? null : password !== '')
  if (mostPeople) say('mostPeople', mostOf(fieldOf(form, 'mostPeople')))
  const values = form.fields.map(({ name, values: before }) => [name, said.get(name) ?? before] as const)
  // What is empty need not be said: a secret that the server does not show would be taken away by it.
  return buildSubmit(form.formType, Object.fromEntries(values.filter(([, each]) => each.length > 0)))
}

/** The largest number that a list offers; without a limit where it offers that. */
function mostOf(field: OpenField | undefined): string | null {
  const options = field?.options ?? []
  // "none" by XEP-0045, 0 in Openfire.
  const unlimited = options.find(each => each === 'none' || each === '0' || each === '')
  if (unlimited !== undefined) return unlimited
  const numbers = options.map(Number).filter(each => Number.isInteger(each) && each > 0)
  return numbers.length === 0 ? null : String(Math.max(...numbers))
}

function fieldOf({ fields }: RoomForm, setting: Setting): OpenField | undefined {
  const own: readonly string[] = names[setting]
  return fields.find(({ name }) => own.includes(name.slice(name.indexOf('_') + 1)))
}

function isTrue({ values: [value] }: OpenField): boolean {
  return value === '1' || value === 'true'
}
