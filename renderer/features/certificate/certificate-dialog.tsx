import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { CertificateReport } from '../../../shared/domain/certificate.ts'
import { call, drop } from '../../ipc/call.ts'
import { reasonsText } from '../../text/certificate-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel, DialogStart } from '../../ui/dialog/dialog.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { Note } from '../../ui/note/note.tsx'
import { certificateFacts, certificateWords } from './certificate-words.ts'
import './certificate-dialog.css'

export interface CertificateDialogProps {
  readonly report: CertificateReport
  /** Pins exactly this certificate, for exactly these reasons. */
  readonly onTrust: () => void
  readonly onCancel: () => void
}

/** A certificate that stopped a connection. The safe answer is the filled one, and that of Enter and Escape. */
export function CertificateDialog({ report, onTrust, onCancel }: CertificateDialogProps) {
  const text = useText()
  const { t } = text
  const [copied, setCopied] = useState(false)
  const words = certificateWords(text, report)
  const facts = certificateFacts(text, report)
  const reasons = reasonsText(text, report.reasons, report.domain)
  const reasonLabel = t('certificate.reason', { count: report.reasons.length })

  const copy = () => {
    const lines = [...facts, [reasonLabel, reasons], [t('certificate.fingerprint'), `SHA-256 ${report.fingerprint}`]]
    drop(call('program.copyText', { text: lines.map(line => line.join(': ')).join('\n') }).then(() => setCopied(true)))
  }

  return (
    <Dialog
      title={words.title}
      name={report.previousFingerprint === null ? words.title : `${t('certificate.title')}. ${words.title}`}
      onCancel={onCancel}
      buttons={
        <>
          <DialogStart>
            <Button onPress={onTrust}>{t('certificate.trust')}</Button>
          </DialogStart>
          <IconButton
            icon={copied ? Check : Copy}
            name={copied ? t('common.copied') : t('certificate.copy')}
            tipPlacement="top"
            onPress={copy}
          />
          <DialogCancel>
            <Button kind="main" autoFocus onPress={onCancel}>
              {t('common.cancel')}
            </Button>
          </DialogCancel>
        </>
      }
    >
      <Note kind="caution">
        <p>
          <strong className="note-strong">{words.lead}</strong> {words.body} {t('certificate.notSent')}
        </p>
      </Note>
      <dl className="certificate-facts selectable">
        {facts.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        {report.reasons.length > 0 && <Fact name={reasonLabel}>{reasons}</Fact>}
        <Fingerprint name={t('certificate.fingerprint')} pairs={report.fingerprint} />
        {report.previousFingerprint !== null && (
          <Fingerprint name={t('certificate.previousFingerprint')} pairs={report.previousFingerprint} />
        )}
      </dl>
      <p>{t('certificate.compare')}</p>
    </Dialog>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** Over the whole width, in lines of sixteen pairs; one text for who reads or copies it. */
function Fingerprint({ name, pairs }: { readonly name: string; readonly pairs: string }) {
  const middle = Math.ceil(pairs.length / 2)
  return (
    <>
      <dt className="certificate-whole">{name}</dt>
      <dd className="certificate-whole certificate-fingerprint">
        SHA-256 {pairs.slice(0, middle)}
        <wbr />
        {pairs.slice(middle)}
      </dd>
    </>
  )
}
