import { Ban } from 'lucide-react'
import type { BareJid, Peer } from '../../../shared/domain/address.ts'
import { useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Note } from '../../ui/note/note.tsx'
import './blocked-foot.css'

export interface BlockedFootProps {
  readonly peer: Peer
  readonly name: string
  /** What keeps them out: their own address, or their domain. */
  readonly entry: BareJid
}

/** Stands where one would write: nothing would go there. */
export function BlockedFoot({ peer, name, entry }: BlockedFootProps) {
  const { t } = useText()
  const views = useViewApi()
  return (
    <div className="blocked-foot" data-pane="composer">
      <Note icon={Ban}>
        <p className="note-strong">{t('blocking.blocked', { name: entry === peer ? name : entry })}</p>
        <p>{t('blocking.blockedText', { address: entry })}</p>
      </Note>
      <Button onPress={() => views.setState({ blockWish: { address: entry, way: 'unblock' } })}>
        {t('blocking.unblock')}
      </Button>
    </div>
  )
}
