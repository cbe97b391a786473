import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { CertificateReport } from '../../../shared/domain/certificate.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { MessageExtra } from '../../../shared/domain/message.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import { createWeb, type Web, type WebGet, type WebPut } from '../../connection/web/web.ts'
import { splitJid } from '../../stanza/jid.ts'
import type { Store } from '../../store/store.ts'
import type { Upload } from '../../xmpp/upload/upload.ts'
import type { Emit } from '../events.ts'
import type { Clock, Log, Network } from '../ports/index.ts'
import { createDownloads, type Downloads } from './downloads.ts'
import type { FileFolder } from './folder.ts'
import type { Staging } from './staging.ts'
import { createTransfers, type Transfers } from './transfers.ts'

/** What is there once for all accounts. */
export interface FileParts {
  readonly folder: FileFolder
  readonly staging: Staging
}

/** What a person does with files of one account. */
export interface FileActions extends Pick<Upload, 'limits'> {
  readonly transfers: Pick<Transfers, 'send' | 'retry' | 'cancel'>
  readonly downloads: Pick<Downloads, 'fetch' | 'cancel' | 'seen'>
  /** A certificate at which a file has stopped since the program started; null for any other. */
  report(fingerprint: string): CertificateReport | null
}

/** Puts files of one account together: the trust, the ways up and down. */
export function createFiles(
  options: FileParts & {
    readonly account: AccountId
    readonly channel: StanzaChannel
    readonly upload: Upload
    readonly store: Store
    readonly emit: Emit
    readonly isInClear: () => boolean
    readonly isKnown: (peer: Peer) => Promise<boolean>
    readonly writtenAs: (peer: Peer) => Promise<{ readonly kind?: 'room'; readonly extra?: MessageExtra }>
    readonly flush: () => void
    readonly network: Network
    readonly clock: Clock
    readonly log: Log
  },
): FileActions & { begin(): void; dispose(): void } {
  const { account, channel, upload, store, network, clock, log } = options
  const reports = new Map<string, CertificateReport>()
  const isOnline = () => channel.address() !== null
  const saved = () => store.account(account)
  const plain = createWeb({
    ...{ domain: splitJid(account).domain, network, clock, log },
    settings: () => saved()?.settings ?? { host: null, port: null, directTls: false },
    pins: () => saved()?.trustedCertificates ?? [],
  })

  function remember(error: unknown): never {
    const report = error instanceof AppError ? error.details.certificate : undefined
    if (report !== undefined) reports.set(report.fingerprint, report)
    throw error
  }

  const web: Web = {
    put: (what: WebPut) => plain.put(what).catch(remember),
    async *get(what: WebGet) {
      try {
        yield* plain.get(what)
      } catch (error) {
        remember(error)
      }
    },
  }
  const transfers = createTransfers({ ...options, web, isOnline })
  const downloads = createDownloads({ ...options, web })
  const endArrivals = store.onArrivals(messages => {
    downloads.seen(messages.filter(each => each.account === account))
  })

  return {
    limits: upload.limits,
    transfers,
    downloads,
    report: fingerprint => reports.get(fingerprint) ?? null,
    begin: transfers.begin,
    dispose() {
      endArrivals()
      transfers.dispose()
      downloads.dispose()
    },
  }
}
