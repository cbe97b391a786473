import { mostDirectoryPeople } from '../../../shared/domain/search.ts'
import { useText } from '../../text/text.tsx'
import { noteOf } from './note-of.ts'
import type { Findings } from './use-findings.ts'

export interface SearchNotesProps {
  readonly query: string
  /** Nothing can be chosen. */
  readonly nothing: boolean
  readonly findings: Findings
}

/** What is to be said of the results: that there are none, that the directory does not answer, or has more. */
export function SearchNotes({ query, nothing, findings }: SearchNotesProps) {
  const { t } = useText()
  const note = noteOf(findings.directory, nothing)
  const isOver = findings.messages !== null && findings.directory !== null && findings.rooms !== null
  return (
    <div className="search-notes" role="status">
      {!isOver && <span className="hidden">{t('search.looking')}</span>}
      {nothing && isOver && (
        <>
          <p className="search-nothing-title">{t('search.nothing', { query: query.trim() })}</p>
          <p>{t('search.nothingHint')}</p>
        </>
      )}
      {note !== null && (
        <p data-note={note}>
          {note === 'crowd' ? t('search.crowd', { count: mostDirectoryPeople }) : t(`search.${note}`)}
        </p>
      )}
    </div>
  )
}
