import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, Popover, type PopoverProps } from 'react-aria-components'
import './menu.css'

export interface MenuProps<Id extends string> {
  /** Names it for a screen reader. */
  readonly label: string
  /** One of several holds: it is marked. */
  readonly chosen?: Id
  readonly onChoose: (id: Id) => void
  /** The focus goes to what is chosen; a menu that its own button opens has it anyway. */
  readonly autoFocus?: boolean
  readonly children: ReactNode
}

/** Rows to choose from, of `MenuRow`. The arrows walk, letters jump, Enter chooses. */
export function Menu<Id extends string>({ label, chosen, onChoose, autoFocus = false, children }: MenuProps<Id>) {
  return (
    <AriaMenu
      aria-label={label}
      className="menu-rows"
      {...(autoFocus && { autoFocus: true })}
      onAction={key => onChoose(key as Id)}
      {...(chosen !== undefined && { selectionMode: 'single' as const, selectedKeys: [chosen] })}
    >
      {children}
    </AriaMenu>
  )
}

export interface MenuRowProps {
  readonly id: string
  readonly text: string
  /** Before the text: an icon or a mark. */
  readonly start?: ReactNode
  /** At the end of the row: keys or a tick. */
  readonly children?: ReactNode
  /** What it does cannot be undone. */
  readonly risk?: boolean
}

export function MenuRow({ id, text, start, children, risk = false }: MenuRowProps) {
  return (
    <MenuItem id={id} textValue={text} className="menu-row" data-risk={risk}>
      {start}
      <span className="menu-row-text">{text}</span>
      {children}
    </MenuItem>
  )
}

/** The sheet that a menu stands on, beside what opened it. */
export function MenuSheet({
  children,
  placement,
}: {
  readonly children: ReactNode
  readonly placement: NonNullable<PopoverProps['placement']>
}) {
  return (
    <Popover className="menu" placement={placement} offset={4}>
      {children}
    </Popover>
  )
}
