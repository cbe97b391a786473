import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Icon } from '../icon/icon.tsx'
import { Spinner } from '../spinner/spinner.tsx'
import './button.css'

export interface ButtonProps {
  readonly children: ReactNode
  /** `main` is the one filled button of a view; `risk` is an outline and never the default; `bare` is a text button. */
  readonly kind?: 'main' | 'plain' | 'risk' | 'bare'
  readonly size?: 'normal' | 'small'
  /** As wide as what it stands in. */
  readonly wide?: boolean
  readonly icon?: LucideIcon
  /** Something goes on: a ring stands before the words, which say what. Presses are ignored, the focus stays. */
  readonly busy?: boolean
  readonly disabled?: boolean
  readonly type?: 'button' | 'submit'
  readonly autoFocus?: boolean
  readonly onPress?: () => void
  /** Only where the words alone do not say it. */
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string
}

export function Button({
  children,
  kind = 'plain',
  size = 'normal',
  wide = false,
  icon,
  busy = false,
  disabled = false,
  type = 'button',
  onPress,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className="button"
      data-kind={kind}
      data-size={size}
      data-wide={wide}
      type={type}
      isDisabled={disabled}
      isPending={busy}
      onPress={() => onPress?.()}
    >
      {busy && <Spinner />}
      {icon !== undefined && !busy && <Icon of={icon} />}
      {children}
    </AriaButton>
  )
}
