import { useRef, useState } from 'react'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import { type ConnectionSettings, defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import type { Payload } from '../../../shared/ipc/index.ts'
import type { TextKey } from '../../../shared/lang/catalogue.ts'
import { call } from '../../ipc/call.ts'

export interface Credentials {
  readonly address: string
  readonly password: string
  readonly rememberPassword: boolean
  readonly signInAutomatically: boolean
  readonly settings: ConnectionSettings
  /** What main remembers of the address. */
  readonly hasPassword: boolean
  readonly trustedCertificates: readonly TrustedCertificate[]
}

export interface CredentialsForm {
  readonly value: Credentials
  readonly addressError: TextKey | null
  readonly passwordError: TextKey | null
  change(part: Partial<Credentials>): void
  /** Checks the address and asks what is remembered of it; once per address. */
  leaveAddress(): Promise<void>
  /** What is remembered now: after a certificate was trusted, say. */
  refresh(): Promise<void>
  /** The request for main; where something is missing, the field that then says so. */
  request(): Promise<Payload<'account.signIn'> | 'address' | 'password'>
}

const empty: Credentials = {
  address: '',
  password: '',
  rememberPassword: false,
  signInAutomatically: false,
  settings: defaultConnectionSettings,
  hasPassword: false,
  trustedCertificates: [],
}

/** The first page of the sign-in window as it is being filled in. */
export function useCredentials(address: string): CredentialsForm {
  const [value, setValue] = useState<Credentials>({ ...empty, address })
  const [addressError, setAddressError] = useState<TextKey | null>(null)
  const [passwordError, setPasswordError] = useState<TextKey | null>(null)
  // The newest value for what happens after an await, where a render may not have come yet.
  const latest = useRef(value)
  const recalled = useRef<string | null>(null)
  // Whoever needs what is remembered waits for it, also where leaving the field has asked already.
  const recalling = useRef<Promise<void>>(Promise.resolve())
  // The address for which they were chosen; null while nobody has.
  const settingsFor = useRef<string | null>(null)
  const rememberByHand = useRef(false)

  const put = (part: Partial<Credentials>) => {
    latest.current = { ...latest.current, ...part }
    setValue(latest.current)
  }

  const recall = async (everything: boolean) => {
    const typed = latest.current.address.trim()
    const remembered = await call('account.recall', { address: typed }).catch(() => null)
    if (latest.current.address.trim() !== typed) return
    const trustedCertificates = remembered?.account.trustedCertificates ?? []
    const hasPassword = remembered?.hasPassword ?? false
    if (!everything) return put({ hasPassword, trustedCertificates })
    put({
      hasPassword,
      trustedCertificates,
      ...(isRecalled(settingsFor.current, typed, remembered !== null) && {
        settings: remembered?.account.settings ?? defaultConnectionSettings,
      }),
      ...(remembered !== null &&
        !rememberByHand.current && {
          rememberPassword: remembered.account.rememberPassword,
          signInAutomatically: remembered.account.signInAutomatically,
        }),
    })
  }

  const leaveAddress = async () => {
    const typed = latest.current.address.trim()
    if (typed === '' || typed === recalled.current) return recalling.current
    const error = addressErrorOf(typed)
    setAddressError(error)
    if (error !== null) return
    recalled.current = typed
    recalling.current = recall(true)
    await recalling.current
  }

  return {
    value,
    addressError,
    passwordError,
    change: part => {
      if (part.address !== undefined) {
        setAddressError(null)
        rememberByHand.current = false
      }
      if (part.password !== undefined) setPasswordError(null)
      if (part.settings !== undefined) settingsFor.current = latest.current.address.trim()
      if (part.rememberPassword !== undefined || part.signInAutomatically !== undefined) rememberByHand.current = true
      // Signing in by itself needs the password; without it there is nothing to sign in with.
      if (part.signInAutomatically === true) put({ ...part, rememberPassword: true })
      else if (part.rememberPassword === false) put({ ...part, signInAutomatically: false })
      else put(part)
    },
    leaveAddress,
    refresh: async () => {
      if (addressErrorOf(latest.current.address.trim()) === null) await recall(false)
    },
    request: async () => {
      const typed = latest.current.address.trim()
      const wrong = typed === '' ? 'signIn.addressMissing' : addressErrorOf(typed)
      setAddressError(wrong)
      if (wrong !== null) return 'address'
      await leaveAddress()
      const { password, hasPassword, rememberPassword, signInAutomatically, settings } = latest.current
      const missing = password === '' && !hasPassword
      setPasswordError(missing ? 'signIn.passwordMissing' : null)
      if (missing) return 'password'
      return {
        address: typed,
        password: password === '' ? null : password,
        rememberPassword,
        signInAutomatically,
        settings,
      }
    },
  }
}

/**
 * Whether what is remembered of an address takes the place of the settings on show: not of those that somebody has just
 * chosen, unless they did so for another address and this one has its own.
 */
function isRecalled(chosenFor: string | null, address: string, known: boolean): boolean {
  return chosenFor === null || (known && chosenFor !== '' && chosenFor !== address)
}

/** Only what nobody can mean as an address; the core knows the rest (RFC 7622). */
export function addressErrorOf(typed: string): TextKey | null {
  return /^[^@\s/]+@[^@\s/]+(\/.*)?$/.test(typed) ? null : 'signIn.addressForm'
}
