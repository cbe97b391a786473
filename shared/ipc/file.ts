import { z } from 'zod'
import {
  type FileToken,
  type HeldFiles,
  mostFiles,
  mostPastedBytes,
  type StagedFile,
  type TransferId,
  type UploadLimits,
} from '../domain/file.ts'
import { command } from './command.ts'
import { knownAddress, knownMessageId, knownPeer } from './guards.ts'
import { longestMessage } from './message.ts'

const token = z.custom<FileToken>(value => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value))
const tokens = z.array(token).min(1).max(mostFiles)
const bytes = z.custom<Uint8Array>(value => value instanceof Uint8Array && value.length <= mostPastedBytes)
const ofMessage = z.strictObject({ account: knownAddress, message: knownMessageId })
const ofTransfer = z.strictObject({
  account: knownAddress,
  transfer: z.custom<TransferId>(value => typeof value === 'string' && value.length > 0 && value.length <= 64),
})

/** Letters of the name of what was pasted. */
export const longestName = 1000

/** What was dropped, or pasted from a file manager, comes by `filesOf` of the bridge. */
export const fileCommands = {
  /** What the account's server takes; asks it once on each connection. */
  'file.limits': command<UploadLimits>()(z.strictObject({ account: knownAddress })),
  /** Asks the person for files, in the system's dialog; none where they call it off. Fails as `file-unreadable`. */
  'file.choose': command<readonly StagedFile[]>()(z.strictObject({})),
  /** What was pasted as bytes; a null name: one with the date. */
  'file.stage': command<StagedFile>()(z.strictObject({ name: z.string().max(longestName).nullable(), bytes })),
  /** They are not to be sent after all. */
  'file.unstage': command<void>()(z.strictObject({ tokens })),
  /** These stand ready to be sent there, in this order; a page that comes again asks for them. */
  'file.hold': command<void>()(
    z.strictObject({ account: knownAddress, peer: knownPeer, tokens: z.array(token).max(mostFiles) }),
  ),
  /** What stands ready in the conversations of an account, since the program started. */
  'file.held': command<readonly HeldFiles[]>()(z.strictObject({ account: knownAddress })),
  /**
   * Sends each as a message of its own, in this order; the caption goes behind the last. Answers when they are kept as
   * transfers, one for each; how they go on comes as `transfer.changed`. Fails as `no-upload-service` and
   * `file-too-large` where that is known, and as `file-unreadable`: then nothing is sent, and the tokens hold.
   */
  'file.send': command<readonly TransferId[]>()(
    z.strictObject({
      account: knownAddress,
      peer: knownPeer,
      tokens,
      caption: z.string().max(longestMessage),
    }),
  ),
  /** From the beginning, where it has failed. */
  'transfer.retry': command<void>()(ofTransfer),
  /** Ends it and takes it away, whatever has become of it. Its caption goes with it. */
  'transfer.cancel': command<void>()(ofTransfer),
  /**
   * Fetches the file of a message. Answers when it is here; meanwhile, and where it fails, `download.changed` tells, too.
   * Fails as the network does, with a certificate, and as `download-gone`, `download-refused`, `download-too-large`,
   * `link-insecure`, `link-private`. Nothing where it is here, or ends as `download-cancelled`.
   */
  'file.download': command<void>()(ofMessage),
  'file.cancelDownload': command<void>()(ofMessage),
  /** In the system's program for it. Fails as `file-not-opened` for a `program`, as `file-missing` where it is not here. */
  'file.open': command<void>()(ofMessage),
  /** Asks the person where to; false where they call it off. Fails as `file-missing`, `file-not-saved`. */
  'file.save': command<boolean>()(ofMessage),
  /** Shows in the system's file manager where it was saved last, since the program started. Fails as `file-missing`. */
  'file.reveal': command<void>()(ofMessage),
}
