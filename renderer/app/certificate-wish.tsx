import type { AccountId } from '../../shared/domain/address.ts'
import type { Transfer } from '../../shared/domain/file.ts'
import { CertificateDialog } from '../features/certificate/certificate-dialog.tsx'
import { call, drop } from '../ipc/call.ts'
import { transfersOf } from '../state/files.ts'
import { useStoreApi } from '../state/store.ts'
import { useView, useViewApi } from '../state/view.ts'

/** Asks about the certificate that stopped a file. When it is trusted, all that it has stopped goes on. */
export function CertificateWish({ account }: { readonly account: AccountId }) {
  const store = useStoreApi()
  const views = useViewApi()
  const wish = useView(view => view.certificateWish)
  if (wish === null) return null
  const close = () => views.setState({ certificateWish: null })
  return (
    <CertificateDialog
      report={wish.report}
      onCancel={close}
      onTrust={() => {
        close()
        const { report, goOn } = wish
        const trusted = call('account.trustCertificate', { account, fingerprint: report.fingerprint })
        drop(
          trusted.then(() => {
            goOn?.()
            const stopped = stoppedBy(transfersOf(store.getState(), account), report.fingerprint)
            return Promise.all(stopped.map(({ id }) => call('transfer.retry', { account, transfer: id })))
          }),
        )
      }}
    />
  )
}

/** All of them have had the one answer. */
function stoppedBy(transfers: ReturnType<typeof transfersOf>, fingerprint: string): readonly Transfer[] {
  return [...(transfers?.values() ?? [])].filter(
    ({ phase }) => phase.type === 'failed' && phase.failure.details.certificate?.fingerprint === fingerprint,
  )
}
