import { HardDrive, RotateCw, TriangleAlert, X } from 'lucide-react'
import { type Trouble, troubleKey } from '../../../shared/domain/trouble.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { troubleText } from '../../text/trouble-text.ts'
import { Button } from '../../ui/button/button.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { StateBar } from '../../ui/state-bar/state-bar.tsx'

/** What the person is to know of the program itself: a line for each, at the top of whatever window there is. */
export function Troubles() {
  const troubles = useStore(state => state.troubles)
  return troubles.map(each => <TroubleBar key={troubleKey(each)} trouble={each} />)
}

function TroubleBar({ trouble }: { readonly trouble: Trouble }) {
  const text = useText()
  const { t } = text
  const { title, sentences } = troubleText(text, trouble)
  const icon = { 'storage-refused': HardDrive, 'window-reloaded': RotateCw } as const
  return (
    <StateBar
      alert
      code={trouble.type === 'storage-refused' ? trouble.condition : trouble.type}
      icon={trouble.type in icon ? icon[trouble.type as keyof typeof icon] : TriangleAlert}
      title={title}
      action={
        <>
          {'file' in trouble && (
            <Button size="small" onPress={() => drop(call('program.showDamagedFile', { file: trouble.file }))}>
              {t('trouble.showFolder')}
            </Button>
          )}
          {/* What lasts goes by itself when it is over. */}
          {trouble.type !== 'storage-refused' && (
            <IconButton
              icon={X}
              size="small"
              name={t('trouble.dismiss')}
              onPress={() => drop(call('program.dismissTrouble', { key: troubleKey(trouble) }))}
            />
          )}
        </>
      }
    >
      {sentences.join(' ')}
    </StateBar>
  )
}
