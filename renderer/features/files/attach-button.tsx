import { Paperclip } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useView } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { useStaging } from './use-staging.ts'
import './attach-button.css'

/** Asks for files. Where the server takes none its name says so, and a press says what to do. */
export function AttachButton({ account, peer }: { readonly account: AccountId; readonly peer: Peer }) {
  const text = useText()
  const { t } = text
  const { choose } = useStaging(account, peer)
  const refused = useView(view => view.uploadLimits.available === false)
  const command = useStore(state => (state.program.platform === 'darwin' ? '⌘' : 'Ctrl'))
  const wish = useView(view => view.attachWish)
  const answered = useRef(wish)

  useEffect(() => {
    if (wish === answered.current) return
    answered.current = wish
    drop(choose())
  }, [wish, choose])

  const why = refused ? failureText(text, { code: 'no-upload-service', details: {} }, { address: account }).title : null
  return (
    <span className="attach-button" data-refused={refused}>
      <IconButton
        icon={Paperclip}
        name={why === null ? t('file.attach') : `${t('file.attach')}: ${why}`}
        keys={`${command} O`}
        tipPlacement="top"
        onPress={() => drop(choose())}
      />
    </span>
  )
}
