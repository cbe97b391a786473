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
  /** The request for main, null where something is missing: the field then says so. */
  request(): Promise<Payload<'account.signIn'> | null>
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
  const settingsByHand = useRef(false)

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
      ...(!settingsByHand.current && { settings: remembered?.account.settings ?? defaultConnectionSettings }),
      ...(remembered !== null && {
        rememberPassword: remembered.account.rememberPassword,
        signInAutomatically: remembered.account.signInAutomatically,
      }),
    })
  }

  const leaveAddress = async () => {
    const typed = latest.current.address.trim()
    if (typed === '' || typed === recalled.current) return
    const error = addressErrorOf(typed)
    setAddressError(error)
    if (error !== null) return
    recalled.current = typed
    await recall(true)
  }

  return {
    value,
    addressError,
    passwordError,
    change: part => {
      if (part.address !== undefined) setAddressError(null)
      if (part.password !== undefined) setPasswordError(null)
      if (part.settings !== undefined) settingsByHand.current = true
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
      if (wrong !== null) return null
      await leaveAddress()
      const { password, hasPassword, rememberPassword, signInAutomatically, settings } = latest.current
      const missing = password === '' && !hasPassword
      setPasswordError(missing ? 'signIn.passwordMissing' : null)
      if (missing) return null
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

/** Only what nobody can mean as an address; the core knows the rest (RFC 7622). */
export function addressErrorOf(typed: string): TextKey | null {
  return /^[^@\s/]+@[^@\s/]+(\/.*)?$/.test(typed) ? null : 'signIn.addressForm'
}
