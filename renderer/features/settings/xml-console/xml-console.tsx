import { Pause, Play, Trash } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { AccountId } from '../../../../shared/domain/address.ts'
import { xmlKinds } from '../../../../shared/domain/xml-console.ts'
import { call } from '../../../ipc/call.ts'
import { useText } from '../../../text/text.tsx'
import { Button } from '../../../ui/button/button.tsx'
import { EmptyPane } from '../../../ui/empty-pane/empty-pane.tsx'
import { FindField } from '../../../ui/find-field/find-field.tsx'
import { Segments } from '../../../ui/segments/segments.tsx'
import { filterEntries, type XmlFilter } from './filter-entries.ts'
import { useXmlConsole } from './use-xml-console.ts'
import { XmlEntries } from './xml-entries.tsx'
import './xml-console.css'

const kinds = ['all', ...xmlKinds] as const
type Saving = 'no' | 'going-on' | 'done' | 'failed'

/** What the account's stream carries, live. Secrets have been hidden before it comes here. */
export function XmlConsole({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const { entries, paused, waiting, setPaused, clear } = useXmlConsole(account)
  const [filter, setFilter] = useState<XmlFilter>({ kind: 'all', text: '' })
  const [saving, setSaving] = useState<Saving>('no')
  const shown = useMemo(() => filterEntries(entries, filter), [entries, filter])

  const save = () => {
    setSaving('going-on')
    call('xmlConsole.save', { account }).then(
      done => setSaving(done ? 'done' : 'no'),
      () => setSaving('failed'),
    )
  }
  const count = t('xmlConsole.shown', { count: shown.length })
  const state = waiting > 0 ? t('xmlConsole.pausedNew', { count: waiting }) : paused ? t('xmlConsole.paused') : count

  return (
    <div className="xml-console">
      <p className="xml-console-hint">
        {t('xmlConsole.hint')} {t('xmlConsole.recording')}
      </p>
      <div className="xml-console-tools" role="toolbar" aria-label={t('xmlConsole.tools')}>
        <FindField
          label={t('xmlConsole.filter')}
          clear={t('xmlConsole.clearFilter')}
          value={filter.text}
          onChange={text => setFilter({ ...filter, text })}
        />
        <Segments
          label={t('xmlConsole.kind')}
          value={filter.kind}
          onChange={kind => setFilter({ ...filter, kind })}
          choices={kinds.map(kind => ({ value: kind, label: t(`xmlConsole.${kind}`) }))}
        />
        <div className="xml-console-buttons">
          <Button size="small" icon={paused ? Play : Pause} onPress={() => setPaused(!paused)}>
            {paused ? t('xmlConsole.goOn') : t('xmlConsole.pause')}
          </Button>
          <Button size="small" icon={Trash} disabled={entries.length === 0} onPress={clear}>
            {t('xmlConsole.clear')}
          </Button>
          <Button size="small" busy={saving === 'going-on'} disabled={entries.length === 0} onPress={save}>
            {saving === 'going-on' ? t('xmlConsole.saving') : t('xmlConsole.save')}
          </Button>
        </div>
      </div>
      {shown.length > 0 ? (
        <XmlEntries entries={shown} />
      ) : (
        <EmptyPane small title={entries.length === 0 ? t('xmlConsole.empty') : t('xmlConsole.nothingFits')}>
          {entries.length === 0 ? t('xmlConsole.emptyHint') : t('xmlConsole.nothingFitsHint')}
        </EmptyPane>
      )}
      <p className="xml-console-foot" data-failed={saving === 'failed'}>
        <span>{state}</span>
        <span role="status">
          {saving === 'done' && t('xmlConsole.saved')}
          {saving === 'failed' && t('xmlConsole.notSaved')}
        </span>
      </p>
    </div>
  )
}
