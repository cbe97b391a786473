import { type ReactNode, useEffect, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { ProfileFacts as FactsOf } from '../../../shared/domain/profile.ts'
import type { OpenedProfile } from '../../../shared/ipc/profile.ts'
import { call, failureOf } from '../../ipc/call.ts'
import { profileOf } from '../../state/profiles.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { type Translate, useText } from '../../text/text.tsx'

/** Milliseconds that somebody is looked at before they are asked: the arrows pass many. */
const patience = 300

/** What somebody says of themselves: rows for the list of facts, and a note below it. */
export function useProfileFacts(
  account: AccountId,
  address: BareJid,
): { readonly rows: ReactNode; readonly note: ReactNode } {
  const text = useText()
  const { t } = text
  const profile = useStore(state => profileOf(state, account, address))
  const opened = useOpened(account, address)
  const rows = rowsOf(t, { fullName: profile?.fullName ?? null, nickname: profile?.nickname ?? null }, opened?.facts)
  const failure = opened?.failure ?? null
  // Offline says itself elsewhere.
  const said = failure === null || failure.code === 'not-connected' ? null : failureText(text, failure, { address })
  return {
    rows: rows.map(([label, values]) => (
      <div key={label} className="facts-row">
        <dt>{label}</dt>
        {values.map(value => (
          <dd key={value} className="selectable">
            <bdi>{breakable(value)}</bdi>
          </dd>
        ))}
      </div>
    )),
    note:
      said !== null ? (
        <p className="facts-note" role="note">
          {t('profile.mayBeOld', { reason: said.title })}
        </p>
      ) : opened === null && rows.length === 0 ? (
        <p className="facts-note">{t('profile.asking')}</p>
      ) : null,
  }
}

/** An address that is too long for its line breaks before its `@`, not within a word. */
function breakable(value: string): ReactNode {
  const at = value.indexOf('@')
  if (at <= 0) return value
  return (
    <>
      {value.slice(0, at)}
      <wbr />
      {value.slice(at)}
    </>
  )
}

/** Null until the answer has come, or there was time enough for nothing else. */
function useOpened(account: AccountId, address: BareJid): OpenedProfile | null {
  const [opened, setOpened] = useState<{ readonly of: BareJid; readonly profile: OpenedProfile } | null>(null)
  useEffect(() => {
    let current = true
    const set = (profile: OpenedProfile) => {
      if (current) setOpened({ of: address, profile })
    }
    const timer = setTimeout(() => {
      call('profile.open', { account, address }).then(set, (error: unknown) =>
        set({ facts: null, failure: failureOf(error) }),
      )
    }, patience)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [account, address])
  return opened?.of === address ? opened.profile : null
}

type Row = readonly [label: string, values: readonly string[]]

function rowsOf(
  t: Translate,
  names: { readonly fullName: string | null; readonly nickname: string | null },
  facts: FactsOf | null | undefined,
): readonly Row[] {
  const one = (value: string | null | undefined): readonly string[] => (value == null ? [] : [value])
  const rows: readonly Row[] = [
    [t('profile.fullName'), one(names.fullName)],
    [t('profile.nickname'), one(names.nickname)],
    [t('profile.organisation'), one(facts?.organisation)],
    [t('profile.jobTitle'), one(facts?.title)],
    [t('profile.email'), facts?.emails ?? []],
    [t('profile.phone'), facts?.phones ?? []],
    [t('profile.birthday'), one(facts?.birthday)],
    [t('profile.website'), one(facts?.website)],
    [t('profile.about'), one(facts?.about)],
  ]
  return rows.filter(([, values]) => values.length > 0)
}
