import { type ClipboardEvent, type DragEvent, useEffect, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { longestName } from '../../../shared/ipc/profile.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { profileOf, usePicture } from '../../state/profiles.ts'
import { nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Alert } from '../../ui/alert/alert.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Button } from '../../ui/button/button.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { Sheet } from './sheet.tsx'
import { type PictureProblem, smallPicture } from './small-picture.ts'
import './own-profile.css'

const types = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

/** What is changed and not saved; null leaves it as it is. */
interface Draft {
  readonly fullName: string | null
  readonly nickname: string | null
  readonly picture: 'keep' | null | Uint8Array
}

const nothing: Draft = { fullName: null, nickname: null, picture: 'keep' }

/** How others see us: name and picture, changed on the server by "Save profile". A picture may be dropped or pasted, too. */
export function OwnProfile({ account }: { readonly account: AccountId }) {
  const text = useText()
  const { t } = text
  const profile = useStore(state => profileOf(state, account, account))
  const name = useStore(state => nameOf(state, account, account))
  const kept = usePicture(account, account)
  const [draft, setDraft] = useState(nothing)
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<PictureProblem | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const changed = draft.fullName !== null || draft.nickname !== null || draft.picture !== 'keep'
  const picture = draft.picture === 'keep' ? kept : draft.picture === null ? undefined : urlOf(draft.picture)

  // What another device has changed meanwhile.
  useEffect(() => drop(call('profile.open', { account, address: account })), [account])

  const change = (next: Partial<Draft>) => {
    setDraft(before => ({ ...before, ...next }))
    setSaved(false)
    setFailure(null)
  }
  const take = async (file: Blob | null | undefined) => {
    if (!file) return
    const small = await smallPicture(file)
    setProblem(small instanceof Uint8Array ? null : small)
    if (small instanceof Uint8Array) change({ picture: small })
  }
  const save = async () => {
    setBusy(true)
    setFailure(null)
    const shown = (typed: string | null, before: string | null | undefined) =>
      typed === null ? (before ?? null) : typed.trim() || null
    try {
      await call('profile.setOwn', {
        account,
        fullName: shown(draft.fullName, profile?.fullName),
        nickname: shown(draft.nickname, profile?.nickname),
        picture: draft.picture,
      })
      setDraft(nothing)
      setSaved(true)
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  const said = failure === null ? null : failureText(text, failure, { address: account })

  return (
    <Sheet title={t('profile.own')}>
      <form
        className="own-profile"
        onSubmit={event => {
          event.preventDefault()
          if (changed && !busy) drop(save())
        }}
        onDragOver={event => event.preventDefault()}
        onDrop={(event: DragEvent) => {
          event.preventDefault()
          drop(take(event.dataTransfer.files[0]))
        }}
        onPaste={(event: ClipboardEvent) => {
          const [file] = event.clipboardData.files
          if (file === undefined) return
          event.preventDefault()
          drop(take(file))
        }}
      >
        <Avatar address={account} name={name} size="profile" picture={picture} />
        <div className="own-profile-picture">
          <FileTrigger acceptedFileTypes={types} onSelect={files => drop(take(files?.[0]))}>
            <Button size="small">{t('profile.choosePicture')}</Button>
          </FileTrigger>
          {picture !== undefined && (
            <Button size="small" kind="bare" onPress={() => change({ picture: null })}>
              {t('profile.removePicture')}
            </Button>
          )}
          <p className="sheet-hint" role={problem === null ? undefined : 'alert'} data-caution={problem !== null}>
            {t(problem === null ? 'profile.pictureHint' : `profile.${problem}`)}
          </p>
        </div>
        <TextField
          label={t('profile.fullName')}
          value={draft.fullName ?? profile?.fullName ?? ''}
          onChange={value => change({ fullName: value.slice(0, longestName) })}
        />
        <TextField
          label={t('profile.nickname')}
          value={draft.nickname ?? profile?.nickname ?? ''}
          onChange={value => change({ nickname: value.slice(0, longestName) })}
          hint={t('profile.whoSees')}
        />
        {failure !== null && said !== null && (
          <div className="own-profile-wide">
            <Alert
              code={failure.code}
              title={said.title}
              sentence={isManaged(failure) ? t('profile.managedByServer') : said.sentence}
            />
          </div>
        )}
        <div className="own-profile-wide own-profile-end">
          <span role="status">{saved ? t('profile.saved') : ''}</span>
          <Button type="submit" size="small" kind="main" busy={busy} disabled={!changed}>
            {t('profile.save')}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

/** Servers with a directory of their own (LDAP) let nobody change it. */
function isManaged({ code, details: { condition } }: Failure): boolean {
  return code === 'refused-by-server' && (condition === 'not-allowed' || condition === 'forbidden')
}

/** The policy of the page allows pictures in their own address. */
function urlOf(bytes: Uint8Array): string {
  const type = bytes[0] === 0x89 ? 'png' : 'jpeg'
  return `data:image/${type};base64,${btoa(String.fromCharCode(...bytes))}`
}
