import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import './dialog.css'

export interface DialogProps {
  readonly title: string
  /** What it is called where the title alone does not say it. */
  readonly name?: string
  /** What Escape, the scrim and "Cancel" do: nothing is kept. */
  readonly onCancel: () => void
  readonly width?: 'small' | 'normal' | 'large' | 'picture'
  /**
   * Something was typed that would be lost. A press on the scrim does nothing then, and the first Escape goes to the
   * button "Cancel" and only the second one closes.
   */
  readonly guarded?: boolean
  /** The panes fill the dialog to its edges, as tabs do. */
  readonly flush?: boolean
  readonly children: ReactNode
  /** Buttons, the main one last. Wrap "Cancel" in `DialogCancel`; `DialogStart` is at the other end. */
  readonly buttons: ReactNode
}

/**
 * A dialog that is open for as long as it is rendered. The focus goes to the element with `autoFocus`, stays inside, and
 * returns to what had it before.
 */
export function Dialog(props: DialogProps) {
  const { title, onCancel, width = 'normal', guarded = false, flush = false } = props
  const buttons = useRef<HTMLElement>(null)

  useGuard(guarded, buttons, onCancel)

  return (
    <ModalOverlay
      className="dialog-scrim"
      isOpen
      isDismissable={!guarded}
      isKeyboardDismissDisabled={guarded}
      onOpenChange={open => {
        if (!open) onCancel()
      }}
    >
      <Modal className="dialog-place" data-width={width}>
        <AriaDialog
          className="dialog"
          data-flush={flush}
          {...(props.name !== undefined && { 'aria-label': props.name })}
        >
          <header className="dialog-head">
            <Heading slot="title" level={2} className="dialog-title">
              {title}
            </Heading>
          </header>
          <div className="dialog-body">{props.children}</div>
          <footer ref={buttons} className="dialog-buttons">
            {props.buttons}
          </footer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export function DialogStart({ children }: { readonly children: ReactNode }) {
  return <div className="dialog-start">{children}</div>
}

/** Buttons that stay beside each other where the one at the other end leaves them too little room. */
export function DialogEnd({ children }: { readonly children: ReactNode }) {
  return <div className="dialog-end">{children}</div>
}

export function DialogCancel({ children }: { readonly children: ReactNode }) {
  return <div className="dialog-cancel">{children}</div>
}

/** While there is something to lose, the first Escape goes to "Cancel" and only the next one cancels. */
function useGuard(guarded: boolean, buttons: RefObject<HTMLElement | null>, onCancel: () => void): void {
  useEffect(() => {
    if (!guarded) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      const cancel = buttons.current?.querySelector<HTMLElement>('.dialog-cancel button')
      if (!cancel || document.activeElement === cancel) onCancel()
      else cancel.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [guarded, buttons, onCancel])
}
