import { TriangleAlert, X } from 'lucide-react'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { mostFiles, type StagedFile, stagedHost } from '../../../shared/domain/file.ts'
import { mediaScheme } from '../../../shared/domain/profile.ts'
import { draftKey, type StagingProblem, useView, useViewApi, withStagingProblem } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { type Text, useText } from '../../text/text.tsx'
import { FileIcon } from '../../ui/file-icon/file-icon.tsx'
import { FileName } from '../../ui/file-name/file-name.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'
import { tooLarge } from './staging.ts'
import { useStaging } from './use-staging.ts'
import './file-tray.css'

/** What goes with the next message, above where one writes; and why something does not. */
export function FileTray({ account, peer }: { readonly account: AccountId; readonly peer: Peer }) {
  const text = useText()
  const { t, size } = text
  const views = useViewApi()
  const key = draftKey(account, peer)
  const files = useView(view => view.staged[key]) ?? none
  const pending = useView(view => view.staging[key] ?? 0)
  const problem = useView(view => view.stagingProblems[key])
  const maxBytes = useView(view => view.uploadLimits.maxBytes)
  const { remove } = useStaging(account, peer)
  const list = useRef<HTMLUListElement>(null)
  const count = files.length

  // What was added last is in sight.
  useLayoutEffect(() => {
    if (count > 0 && list.current !== null) list.current.scrollTop = list.current.scrollHeight
  }, [count])

  const large = tooLarge(files, maxBytes)
  const domain = account.slice(account.indexOf('@') + 1)
  const said = problem === undefined ? null : problemWords(text, problem, account)
  const isEmpty = files.length === 0 && pending === 0 && problem === undefined
  return (
    <>
      {/* There before it has something to say: else a screen reader would not say it. */}
      <p className="hidden" aria-live="polite">
        {files.length > 0 && t('file.ready', { count: files.length })}
      </p>
      {!isEmpty && (
        <div className="file-tray">
          {files.length > 0 && (
            <ul ref={list} className="file-tray-files" aria-label={t('file.toSend')}>
              {files.map(file => (
                <li key={file.token} className="file-tray-file" data-large={large.includes(file)}>
                  <Preview file={file} />
                  <span className="file-tray-words">
                    <FileName name={file.name} />
                    <span className="file-tray-size">
                      {large.includes(file) && maxBytes !== null
                        ? t('file.largest', { size: size(file.size), limit: size(maxBytes) })
                        : size(file.size)}
                    </span>
                  </span>
                  <IconButton
                    icon={X}
                    size="small"
                    name={t('file.remove', { file: file.name })}
                    onPress={() => remove(file.token)}
                  />
                </li>
              ))}
            </ul>
          )}
          {large.map(file => (
            <Trouble key={file.token} code="file-too-large">
              {t('file.tooLarge', { file: file.name, size: size(file.size), domain, limit: size(maxBytes ?? 0) })}
            </Trouble>
          ))}
          {pending > 0 && (
            <p className="file-tray-pending" role="status">
              <Spinner size="small" />
              {t('file.looking', { count: pending })}
            </p>
          )}
          {said !== null && (
            <Trouble
              code={said.code}
              onDismiss={() => {
                views.setState(view => ({ ...withStagingProblem(view, key, null), composeWish: view.composeWish + 1 }))
              }}
            >
              <strong>{said.title}.</strong> {said.sentence}
            </Trouble>
          )}
        </div>
      )}
    </>
  )
}

const none: readonly StagedFile[] = []

function Preview({ file }: { readonly file: StagedFile }) {
  return (
    <span className="file-tray-preview">
      {file.kind === 'picture' && file.width !== null ? (
        // Its name stands beside it.
        <img src={`${mediaScheme}://${stagedHost}/${file.token}`} alt="" decoding="async" draggable={false} />
      ) : (
        <FileIcon kind={file.kind} />
      )}
    </span>
  )
}

interface TroubleProps {
  readonly code: string
  readonly children: ReactNode
  readonly onDismiss?: () => void
}

function Trouble({ code, children, onDismiss }: TroubleProps) {
  const { t } = useText()
  return (
    <div className="file-tray-trouble" role="alert" data-code={code}>
      <Icon of={TriangleAlert} />
      <p>{children}</p>
      {onDismiss !== undefined && <IconButton icon={X} size="small" name={t('file.dismiss')} onPress={onDismiss} />}
    </div>
  )
}

function problemWords(text: Text, problem: StagingProblem, account: AccountId) {
  const { t } = text
  switch (problem.type) {
    case 'failed':
      return { code: problem.failure.code, ...failureText(text, problem.failure, { address: account }) }
    case 'unreadable':
      return {
        code: 'file-unreadable',
        title: t('file.unreadable', { file: problem.name }),
        sentence: t('file.unreadableText'),
      }
    case 'too-many':
      return { code: 'too-many', title: t('file.tooMany', { count: mostFiles }), sentence: t('file.tooManyText') }
    case 'pasted-too-large':
      return { code: 'pasted-too-large', title: t('file.pastedTooLarge'), sentence: t('file.pastedTooLargeText') }
    default:
      return assertNever(problem)
  }
}
