import { describe, expect, it } from 'vitest'
import { type ConnectionSettings, defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import { connectionSettings } from '../../../shared/ipc/account.ts'
import { type ConnectionForm, canSendInClear, checkForm, formOf, isSound, settingsOf } from './connection-form.ts'

const form = (change: Partial<ConnectionForm> = {}): ConnectionForm => ({
  ...formOf(defaultConnectionSettings),
  ...change,
})
const byHand = (change: Partial<ConnectionForm>) => form({ automatic: false, host: '10.0.3.7', ...change })

describe('the form of the settings', () => {
  it.each<Partial<ConnectionSettings>>([
    {},
    { host: '10.0.3.7', port: 5333 },
    { port: 5333 },
    { encryption: 'disabled', allowPlainWithoutTls: true, priority: -5, resource: 'aula4' },
    { encryption: 'optional', directTls: true },
  ])('gives %j back as it was', change => {
    const settings = { ...defaultConnectionSettings, ...change }
    expect(isSound(checkForm(formOf(settings)))).toBe(true)
    expect(settingsOf(formOf(settings))).toEqual(settings)
  })

  it('finds the server automatically where neither host nor port is given', () => {
    expect(form().automatic).toBe(true)
    expect(formOf({ ...defaultConnectionSettings, port: 5333 }).automatic).toBe(false)
  })

  it('forgets host and port when the server is found automatically', () => {
    const settings = settingsOf(byHand({ automatic: true, port: 'nonsense' }))
    expect(settings).toMatchObject({ host: null, port: null })
    expect(isSound(checkForm(byHand({ automatic: true, port: 'nonsense' })))).toBe(true)
  })

  it('takes away spaces at the ends', () => {
    const typed = byHand({ host: ' 10.0.3.7 ', port: ' 5333 ', resource: ' aula4 ', priority: ' 5 ' })
    expect(checkForm(typed)).toEqual({ host: null, port: null, resource: null, priority: null })
    expect(settingsOf(typed)).toMatchObject({ host: '10.0.3.7', port: 5333, resource: 'aula4', priority: 5 })
  })
})

describe('a host', () => {
  it.each(['10.0.3.7', 'chat.mired.org', 'aula', 'contraseñas.es', '2001:db8::7', '[::1]'])('%s is one', host => {
    expect(checkForm(byHand({ host })).host).toBeNull()
  })

  it.each(['https://mired.org', 'mired.org:5222', 'mired.org/chat', 'ana@mired.org', 'mired org', 'a'.repeat(254)])(
    '%s is none',
    host => {
      expect(checkForm(byHand({ host })).host).toBe('signIn.hostForm')
    },
  )

  it('may be missing where a port is given, and only there', () => {
    expect(checkForm(byHand({ host: ' ', port: '5333' })).host).toBeNull()
    expect(checkForm(byHand({ host: ' ', port: '' })).host).toBe('signIn.hostMissing')
  })
})

describe('numbers', () => {
  it.each(['1', '5222', '65535', ''])('port "%s" is right', port => {
    expect(checkForm(byHand({ port })).port).toBeNull()
  })

  it.each(['0', '65536', '-1', '5222a', '52.2', '1e3', '0x10'])('port "%s" is wrong', port => {
    expect(checkForm(byHand({ port })).port).toBe('signIn.portForm')
  })

  it.each(['-128', '0', '+5', '127'])('priority "%s" is right', priority => {
    expect(checkForm(form({ priority })).priority).toBeNull()
  })

  it.each(['-129', '128', '', 'high', '1.5'])('priority "%s" is wrong', priority => {
    expect(checkForm(form({ priority })).priority).toBe('signIn.priorityForm')
  })

  it('counts the bytes of a resource (RFC 7622, 3.4)', () => {
    expect(checkForm(form({ resource: 'ñ'.repeat(511) })).resource).toBeNull()
    expect(checkForm(form({ resource: 'ñ'.repeat(512) })).resource).toBe('signIn.resourceForm')
  })
})

describe('what excludes each other', () => {
  it('lets the password go in clear only without direct TLS and without required encryption', () => {
    expect(canSendInClear({ encryption: 'required', directTls: false })).toBe(false)
    expect(canSendInClear({ encryption: 'optional', directTls: true })).toBe(false)
    expect(canSendInClear({ encryption: 'optional', directTls: false })).toBe(true)
    expect(canSendInClear({ encryption: 'disabled', directTls: false })).toBe(true)
  })

  it('never gives settings that the main process refuses', () => {
    for (const encryption of ['required', 'optional', 'disabled'] as const) {
      for (const directTls of [true, false]) {
        const settings = settingsOf(form({ encryption, directTls, allowInClear: true }))
        expect(connectionSettings.safeParse(settings).success).toBe(true)
        expect(settings.allowPlainWithoutTls).toBe(encryption !== 'required' && !settings.directTls)
      }
    }
  })
})
