import type { LucideIcon } from 'lucide-react'
import type { Ref } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Icon } from '../icon/icon.tsx'
import { Tooltip, type TooltipProps } from '../tooltip/tooltip.tsx'
import './icon-button.css'

export interface IconButtonProps {
  readonly icon: LucideIcon
  /** Its name: also the tooltip. */
  readonly name: string
  /** The keys that do the same, shown in the tooltip: `Ctrl F`. */
  readonly keys?: string
  /** 32 with an icon of 20, or 28 with an icon of 16. */
  readonly size?: 'normal' | 'small'
  /** For a button that switches something on and off. */
  readonly pressed?: boolean
  readonly expanded?: boolean
  readonly disabled?: boolean
  /** Filled with ink: the one action of its place, like Send. */
  readonly main?: boolean
  /** False: the tab key passes by, for another one of its place has it. */
  readonly stop?: boolean
  readonly tipPlacement?: TooltipProps['placement']
  readonly onPress?: () => void
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button without words. The tooltip comes after half a second with the name and the keys. */
export function IconButton({
  icon,
  name,
  keys,
  size = 'normal',
  pressed,
  expanded,
  disabled = false,
  main = false,
  stop = true,
  tipPlacement = 'bottom',
  onPress,
  ref = null,
}: IconButtonProps) {
  return (
    <Tooltip text={name} placement={tipPlacement} {...(keys !== undefined && { keys })}>
      <AriaButton
        ref={ref}
        className="icon-button"
        data-size={size}
        data-main={main}
        aria-label={name}
        {...(pressed !== undefined && { 'aria-pressed': pressed })}
        {...(expanded !== undefined && { 'aria-expanded': expanded })}
        isDisabled={disabled}
        excludeFromTabOrder={!stop}
        onPress={() => onPress?.()}
      >
        <Icon of={icon} size={size === 'small' ? 16 : 20} />
      </AriaButton>
    </Tooltip>
  )
}
