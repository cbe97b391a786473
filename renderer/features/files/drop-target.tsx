import { Ban, Upload } from 'lucide-react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { useView } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import './drop-target.css'

/** Over a conversation while files are held over it. Only for the eye: who drags has a pointer. */
export function DropTarget({ account, name }: { readonly account: AccountId; readonly name: string }) {
  const text = useText()
  const { t } = text
  const refused = useView(view => view.uploadLimits.available === false)
  const why = refused ? failureText(text, { code: 'no-upload-service', details: {} }, { address: account }) : null
  return (
    <div className="drop-target" data-refused={refused} aria-hidden="true">
      <Icon of={refused ? Ban : Upload} size={20} />
      <p className="drop-target-title">{why?.title ?? t('file.drop', { name })}</p>
      <p>{why?.sentence ?? t('file.dropText')}</p>
    </div>
  )
}
