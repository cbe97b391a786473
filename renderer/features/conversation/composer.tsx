import { SendHorizontal, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { longestMessage } from '../../../shared/ipc/message.ts'
import { call, failureOf } from '../../ipc/call.ts'
import { draftKey, useView, useViewApi, withDraft } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { Completions } from './completions.tsx'
import { useFileSlots } from './file-slots.ts'
import { TypingLine } from './typing-line.tsx'
import { useCompletion } from './use-completion.ts'
import { useTyping } from './use-typing.ts'
import './composer.css'

export interface ComposerProps {
  readonly account: AccountId
  readonly peer: Peer
  readonly name: string
  readonly onSent: () => void
  /** What is to be known while one writes, in the slot above. */
  readonly note?: string | null
}

/** Where one writes. What is not sent is kept; what could not be handed over comes back. */
export function Composer({ account, peer, name, onSent, note = null }: ComposerProps) {
  const { t } = useText()
  const views = useViewApi()
  const key = draftKey(account, peer)
  const text = useView(view => view.drafts[key] ?? '')
  const wish = useView(view => view.composeWish)
  const field = useRef<HTMLTextAreaElement>(null)
  const typing = useTyping(account, peer)
  const [failure, setFailure] = useState<Failure | null>(null)
  const excess = text.length - longestMessage
  const { AttachButton, FileTray, useOutgoing } = useFileSlots()
  const files = useOutgoing(account, peer)
  const canSend = (text.trim() !== '' || files.count > 0) && excess <= 0 && !files.blocked
  const setText = (next: string) => views.setState(view => withDraft(view, key, next))

  useEffect(() => {
    if (wish > 0) field.current?.focus()
  }, [wish])

  // What was begun is gone on with, not written before.
  useLayoutEffect(() => {
    const end = field.current?.value.length ?? 0
    field.current?.setSelectionRange(end, end)
  }, [])

  const send = () => {
    if (!canSend) return
    const body = text
    setFailure(null)
    setText('')
    typing.sent()
    field.current?.focus()
    const sent = files.count > 0 ? files.send(body) : call('message.send', { account, peer, body })
    sent.then(onSent, error => {
      setFailure(failureOf(error))
      // Before what has been typed meanwhile: nothing that was written is lost.
      views.setState(view => withDraft(view, key, [body, view.drafts[key]].filter(Boolean).join('\n')))
    })
  }

  const completion = useCompletion(account, peer, text, field, setText)

  const onKeyDown = (event: KeyboardEvent) => {
    if (completion.onKey(event)) return
    // Enter that ends the input of a character composed of several keys sends nothing.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <div className="composer" data-pane="composer">
      <div className="composer-slot">
        {excess > 0 ? (
          <Trouble text={t('message.tooLong', { count: excess })} />
        ) : (
          (failure !== null && <FailureLine failure={failure} account={account} />) ||
          (note !== null && <span className="composer-note cut">{note}</span>) || (
            <TypingLine account={account} peer={peer} name={name} />
          )
        )}
      </div>
      <FileTray account={account} peer={peer} />
      <div className="composer-box">
        <Completions completion={completion} />
        <AttachButton account={account} peer={peer} />
        <textarea
          ref={field}
          className="composer-field"
          rows={1}
          aria-label={t('message.field')}
          placeholder={files.count > 0 ? t('file.caption') : t('message.placeholder', { name })}
          value={text}
          dir="auto"
          {...completion.field}
          onChange={event => {
            setFailure(null)
            setText(event.target.value)
            completion.look()
            typing.typed(event.target.value)
          }}
          onKeyDown={onKeyDown}
        />
        <IconButton
          icon={SendHorizontal}
          name={t('message.send')}
          keys="Enter"
          main
          disabled={!canSend}
          tipPlacement="top"
          onPress={send}
        />
      </div>
    </div>
  )
}

function FailureLine({ failure, account }: { readonly failure: Failure; readonly account: AccountId }) {
  const text = useText()
  const words = failureText(text, failure, { address: account })
  return <Trouble text={text.t('message.notSent', { text: words.title })} code={failure.code} />
}

function Trouble({ text, code }: { readonly text: string; readonly code?: string }) {
  return (
    <span className="composer-trouble cut" role="alert" title={text} data-code={code}>
      <Icon of={TriangleAlert} size={14} />
      {text}
    </span>
  )
}
