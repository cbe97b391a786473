import type { ConnectionSettings, EncryptionMode } from '../../../shared/domain/connection.ts'
import type { TextKey } from '../../../shared/lang/catalogue.ts'

/** What the "Advanced" dialog holds while it is open: text as it was typed. */
export interface ConnectionForm {
  readonly automatic: boolean
  readonly host: string
  readonly port: string
  readonly resource: string
  readonly priority: string
  readonly encryption: EncryptionMode
  readonly directTls: boolean
  readonly allowInClear: boolean
}

export type FormErrors = { readonly [Field in 'host' | 'port' | 'resource' | 'priority']: TextKey | null }

export function formOf(settings: ConnectionSettings): ConnectionForm {
  return {
    automatic: settings.host === null && settings.port === null,
    host: settings.host ?? '',
    port: settings.port === null ? '' : String(settings.port),
    resource: settings.resource ?? '',
    priority: String(settings.priority),
    encryption: settings.encryption,
    directTls: settings.directTls,
    allowInClear: settings.allowPlainWithoutTls,
  }
}

/** What is wrong with each field, as a key of its sentence; all null: it can be saved. */
export function checkForm(form: ConnectionForm): FormErrors {
  const host = form.host.trim()
  const port = form.port.trim()
  const nowhere = host === '' && port === ''
  return {
    host: form.automatic ? null : nowhere ? 'signIn.hostMissing' : isHost(host) ? null : 'signIn.hostForm',
    port: form.automatic || port === '' || isWhole(port, 1, 65_535) ? null : 'signIn.portForm',
    resource: new TextEncoder().encode(form.resource.trim()).length > 1023 ? 'signIn.resourceForm' : null,
    // RFC 6121, 4.7.2.3: "The value MUST be an integer between -128 and +127."
    priority: isWhole(form.priority.trim(), -128, 127) ? null : 'signIn.priorityForm',
  }
}

export function isSound(errors: FormErrors): boolean {
  return Object.values(errors).every(error => error === null)
}

/** The settings that a sound form stands for. */
export function settingsOf(form: ConnectionForm): ConnectionSettings {
  const text = (typed: string) => (typed.trim() === '' ? null : typed.trim())
  const port = form.automatic ? null : text(form.port)
  return {
    encryption: form.encryption,
    directTls: form.directTls && form.encryption !== 'disabled',
    host: form.automatic ? null : text(form.host),
    port: port === null ? null : Number(port),
    resource: text(form.resource),
    priority: Number(form.priority.trim()),
    allowPlainWithoutTls: form.allowInClear && canSendInClear(form),
  }
}

/** Direct TLS and required encryption leave no stream on which a password could go in clear. */
export function canSendInClear(form: Pick<ConnectionForm, 'encryption' | 'directTls'>): boolean {
  return form.encryption === 'disabled' || (form.encryption === 'optional' && !form.directTls)
}

/** A name or an address, no scheme, no port, no path: `chat.mired.org`, `10.0.3.7`, `2001:db8::7`. */
function isHost(host: string): boolean {
  if (host.length > 253) return false
  const looksLikeIpv6 = /^\[?[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*(%\w+)?\]?$/i.test(host)
  return host === '' || looksLikeIpv6 || !/[\s/:@?#\\[\]<>"]/.test(host)
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^[+-]?\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most
}
