import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import { memo, useState } from 'react'
import type { XmlConsoleEntry } from '../../../../shared/domain/xml-console.ts'
import { useText } from '../../../text/text.tsx'
import { Button } from '../../../ui/button/button.tsx'
import { Icon } from '../../../ui/icon/icon.tsx'
import { beginningOf, xmlParts } from './xml-parts.ts'

/** Characters above which an entry has no colours: nobody reads it for its looks. */
const mostColoured = 20_000

export interface XmlEntryProps {
  readonly entry: XmlConsoleEntry
  readonly tabIndex: 0 | -1
  readonly onFocus: (order: number) => void
}

/** One element that went in or out, as text: nothing of it is ever markup of the page. */
export const XmlEntry = memo(function XmlEntry({ entry, tabIndex, onFocus }: XmlEntryProps) {
  const { t, locale } = useText()
  const [whole, setWhole] = useState(false)
  const focus = { tabIndex, onFocus: () => onFocus(entry.order) }
  if (entry.type === 'gap')
    return (
      <article className="xml-entry xml-gap" {...focus}>
        {t('xmlConsole.gap', { count: entry.count })}
      </article>
    )
  const time = clockOf(locale).format(entry.time)
  const direction = t(entry.direction === 'in' ? 'xmlConsole.received' : 'xmlConsole.sent')
  const beginning = whole ? null : beginningOf(entry.xml)
  return (
    <article
      className="xml-entry"
      data-direction={entry.direction}
      data-kind={entry.kind}
      aria-label={`${direction}, ${entry.kind}, ${time}`}
      {...focus}
    >
      <div className="xml-entry-head">
        <Icon of={entry.direction === 'in' ? ArrowDownLeft : ArrowUpRight} />
        <span className="xml-entry-direction">{direction}</span>
        <span>{entry.kind}</span>
        <time className="xml-entry-time">{time}</time>
      </div>
      <pre className="xml-entry-text selectable">
        {entry.xml.length > mostColoured && whole ? entry.xml : <Coloured xml={beginning ?? entry.xml} />}
        {beginning !== null && '…'}
      </pre>
      {beginning !== null && (
        <Button kind="bare" size="small" onPress={() => setWhole(true)}>
          {t('xmlConsole.showAll')}
        </Button>
      )}
      {entry.cut && <p className="xml-entry-cut">{t('xmlConsole.cut')}</p>}
    </article>
  )
})

function Coloured({ xml }: { readonly xml: string }) {
  return xmlParts(xml).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
    <span key={index} className={`xml-${part.look}`}>
      {part.text}
    </span>
  ))
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** To the thousandth: what came first is often the question. */
function clockOf(locale: string): Intl.DateTimeFormat {
  const known = clocks.get(locale)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat(locale, {
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    ...{ fractionalSecondDigits: 3, hourCycle: 'h23' },
  })
  clocks.set(locale, clock)
  return clock
}
