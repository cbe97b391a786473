import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RoomSettings } from '../../../shared/domain/room.ts'
import { parseForm } from '../../stanza/data-form.ts'
import { parseElement } from '../../stanza/element.ts'
import { buildRoomForm, parseRoomForm, type RoomForm, settingsOf } from './room-form.ts'

const asItIs: RoomSettings = {
  ...{ name: null, description: null, isPersistent: null, isPublic: null, isMembersOnly: null, isModerated: null },
  ...{ password: null, everybodySetsSubject: null, everybodyInvites: null },
}
const text = readFileSync(join(import.meta.dirname, 'fixtures', 'openfire-form.xml'), 'utf8').trim()

function formOf(xml: string): RoomForm {
  const form = parseRoomForm(parseElement(xml))
  if (form === null) throw new Error('no form')
  return form
}

const openfire = formOf(text)
const answer = (form: RoomForm, change: Partial<RoomSettings>, most = false) =>
  Object.fromEntries(parseForm(buildRoomForm(form, { ...asItIs, ...change }, most)).fields)
const small = (fields: string) =>
  formOf(
    `<iq><query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="form">${fields}</x></query></iq>`,
  )

test('what Openfire says of a new room', () => {
  expect(settingsOf(openfire)).toEqual({
    ...{ name: 'clase', description: 'clase', isPersistent: false, isPublic: true, isMembersOnly: false },
    ...{ isModerated: false, password: '', everybodySetsSubject: false, everybodyInvites: false },
  })
})

test('what is not given is handed in as it was', () => {
  const given = answer(openfire, { name: 'Clase de redes', isPersistent: true })
  expect(given).toMatchObject({
    'muc#roomconfig_roomname': ['Clase de redes'],
    'muc#roomconfig_roomdesc': ['clase'],
    'muc#roomconfig_persistentroom': ['1'],
    'muc#roomconfig_maxusers': ['30'],
    'muc#roomconfig_presencebroadcast': ['moderator', 'participant', 'visitor'],
    'muc#roomconfig_roomowners': ['ana@mired.test'],
    'muc#roomconfig_whois': ['anyone'],
  })
  // What it did not show is not taken away.
  expect(Object.keys(given)).not.toContain('muc#roomconfig_roomsecret')
  expect(buildRoomForm(openfire, asItIs).toString()).toContain(
    '<field var="FORM_TYPE" type="hidden"><value>http://jabber.org/protocol/muc#roomconfig</value></field>',
  )
})

test('a password says that there is one, an empty one that there is none', () => {
  expect(answer(openfire, { password: 'abc' })).toMatchObject({
    'muc#roomconfig_roomsecret': ['abc'],
    'muc#roomconfig_passwordprotectedroom': ['1'],
  })
  expect(answer(openfire, { password: '' })).toMatchObject({ 'muc#roomconfig_passwordprotectedroom': ['0'] })
})

describe('as many people as the room offers', () => {
  const options = (...values: string[]) =>
    small(
      `<field var="muc#roomconfig_maxusers" type="list-single"><value>30</value>${values
        .map(each => `<option><value>${each}</value></option>`)
        .join('')}</field>`,
    )
  test.each([
    [openfire, '0'],
    [options('10', 'none', '50'), 'none'],
    [options('5', '200', '30', '100'), '200'],
    [options('many', ''), ''],
    [options(), '30'],
    [options('many'), '30'],
  ])('%#: %s', (form, most) => {
    expect(answer(form, {}, true)['muc#roomconfig_maxusers']).toEqual([most])
  })

  test('nothing is said where it does not ask', () => {
    expect(answer(small('<field var="muc#roomconfig_roomname"/>'), { isPublic: true }, true)).toEqual({})
  })
})

test('where it has nothing to set there is no form', () => {
  expect(parseRoomForm(parseElement('<iq><query xmlns="http://jabber.org/protocol/muc#owner"/></iq>'))).toBeNull()
  expect(parseRoomForm(parseElement('<iq/>'))).toBeNull()
})
