import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { type Contact, seesThem } from '../../../shared/domain/contact.ts'
import { contactOf, nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useView } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Note } from '../../ui/note/note.tsx'
import { RequestCard } from './request-card.tsx'
import type { ContactAction } from './use-contact-dialogs.tsx'
import './standing.css'

export interface StandingProps {
  readonly account: AccountId
  readonly address: BareJid
  readonly onChoose: (action: ContactAction) => void
}

/** What is open between us: their request, ours that has no answer, or a bad one. Nothing where all is settled. */
export function Standing({ account, address, onChoose }: StandingProps) {
  const contact = useStore(state => contactOf(state, account, address))
  const request = useStore(state => state.accounts[account]?.requests[address])
  // There it stands at the top of the list.
  const inList = useView(view => view.view === 'contacts')
  return (
    <>
      {request !== undefined && !inList && <RequestCard account={account} request={request} />}
      {contact !== undefined && <OwnRequest account={account} contact={contact} onChoose={onChoose} />}
    </>
  )
}

function OwnRequest({
  account,
  contact,
  onChoose,
}: {
  readonly account: AccountId
  readonly contact: Contact
  readonly onChoose: StandingProps['onChoose']
}) {
  const text = useText()
  const { t } = text
  const { address, asked, problem } = contact
  const name = useStore(state => nameOf(state, account, address))
  if (seesThem(contact) || (!asked && problem === undefined)) return null
  const bad = problem === undefined ? null : failureText(text, problem, { address })
  return (
    <div data-code={problem?.code ?? 'no-answer'}>
      <Note kind={bad === null ? 'plain' : 'caution'}>
        <p className="note-strong">{bad?.title ?? t('contact.noAnswer')}</p>
        <p>{bad?.sentence ?? t('contact.noAnswerText', { name })}</p>
        <div className="standing-buttons">
          {problem !== undefined && (
            <Button size="small" onPress={() => onChoose('ask')}>
              {t('contact.askAgain')}
            </Button>
          )}
          {asked && (
            <Button size="small" onPress={() => onChoose('withdraw')}>
              {t('contact.action-withdraw')}
            </Button>
          )}
        </div>
      </Note>
    </div>
  )
}
