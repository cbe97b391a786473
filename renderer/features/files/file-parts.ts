import { AttachButton } from './attach-button.tsx'
import { DropTarget } from './drop-target.tsx'
import { FileMessage } from './file-message.tsx'
import { FileTray } from './file-tray.tsx'
import { TransferCard } from './transfer-card.tsx'
import { useIncoming } from './use-incoming.ts'
import { useOutgoing } from './use-outgoing.ts'

/** Files in a conversation, which is given these and knows nothing else of them. */
export const fileParts = { AttachButton, DropTarget, FileMessage, FileTray, TransferCard, useIncoming, useOutgoing }
