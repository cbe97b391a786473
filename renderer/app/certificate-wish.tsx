import type { AccountId } from '../../shared/domain/address.ts'
import { CertificateDialog } from '../features/certificate/certificate-dialog.tsx'
import { call, drop } from '../ipc/call.ts'
import { useView, useViewApi, type CertificateWish as Wish } from '../state/view.ts'

/** Asks about the certificate that stopped a file. When it is trusted the file goes on. */
export function CertificateWish({ account }: { readonly account: AccountId }) {
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
        const trusted = call('account.trustCertificate', { account, fingerprint: wish.report.fingerprint })
        drop(trusted.then(() => goOn(account, wish.then)))
      }}
    />
  )
}

function goOn(account: AccountId, then: Wish['then']): Promise<void> {
  return then.type === 'transfer'
    ? call('transfer.retry', { account, transfer: then.transfer })
    : call('file.download', { account, message: then.message })
}
