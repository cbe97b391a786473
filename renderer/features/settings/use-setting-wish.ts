import { type RefObject, useEffect, useRef } from 'react'

/** A setting that the person wants to go to. */
export interface SettingWish {
  readonly label: string
}

const focusable = 'button:not(:disabled), input:not(:disabled), [tabindex="0"]'

/**
 * Brings the setting into sight and puts the focus on its control; where it has none, on the first one of the page.
 * @returns for the page that holds the settings
 */
export function useSettingWish(wish: SettingWish | null): RefObject<HTMLElement | null> {
  const page = useRef<HTMLElement>(null)
  useEffect(() => {
    if (wish === null || page.current === null) return
    const rows = [...page.current.querySelectorAll<HTMLElement>('[data-setting]')]
    const row = rows.find(each => each.dataset.setting === wish.label)
    row?.scrollIntoView({ block: 'center' })
    const control = row?.querySelector<HTMLElement>(focusable) ?? page.current.querySelector<HTMLElement>(focusable)
    control?.focus({ preventScroll: row !== undefined })
  }, [wish])
  return page
}
