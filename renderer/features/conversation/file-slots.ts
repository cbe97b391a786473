import { type ComponentType, createContext, type HTMLAttributes, useContext } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { SharedFile, Transfer } from '../../../shared/domain/file.ts'
import type { MessageId } from '../../../shared/domain/message.ts'

interface Place {
  readonly account: AccountId
  readonly peer: Peer
}

/** What of files stands in a conversation: it is given, for parts of the window do not know each other. */
export interface FileSlots {
  /** Beside where one writes. */
  readonly AttachButton: ComponentType<Place>
  /** What goes with the next message. */
  readonly FileTray: ComponentType<Place>
  /** Over the conversation while files are held over it. */
  readonly DropTarget: ComponentType<{ readonly account: AccountId; readonly name: string }>
  /** In the place of the words of a message. */
  readonly FileMessage: ComponentType<{
    readonly account: AccountId
    readonly message: MessageId
    readonly file: SharedFile
    readonly stop: boolean
  }>
  readonly TransferCard: ComponentType<{ readonly transfer: Transfer; readonly stop: boolean }>
  readonly useIncoming: (
    account: AccountId,
    peer: Peer,
    enabled: boolean,
  ) => { readonly handlers: HTMLAttributes<HTMLElement>; readonly isOver: boolean }
  readonly useOutgoing: (
    account: AccountId,
    peer: Peer,
  ) => { readonly count: number; readonly blocked: boolean; readonly send: (caption: string) => Promise<void> }
}

export const FileSlotsContext = createContext<FileSlots | null>(null)

export function useFileSlots(): FileSlots {
  const slots = useContext(FileSlotsContext)
  if (slots === null) throw new Error('There are no files above this component')
  return slots
}
