/** Places that F6 goes to, in the order in which they stand in the page: elements with `data-pane`. */
const focusable = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex="0"]'

/** Moves the focus to the next or previous pane that is shown, round the ends. */
export function cyclePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(pane => pane.checkVisibility())
  const here = panes.findIndex(pane => pane.contains(document.activeElement))
  for (let count = 1; count <= panes.length; count++) {
    const start = here === -1 && step === -1 ? 0 : here
    const pane = panes[(start + step * count + panes.length * 2) % panes.length]
    if (pane !== undefined && focusPane(pane)) return
  }
}

/** Moves the focus into the pane of that name; false where it is not shown. */
export function enterPane(name: string): boolean {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`)
  return pane?.checkVisibility() === true && focusPane(pane)
}

/** Moves the focus to the row of the list where the tab key enters it; false where there is none. */
export function enterRows(): boolean {
  const row = document.querySelector<HTMLElement>(
    '[data-pane="list"] :is([role="option"], [role="treeitem"])[tabindex="0"]',
  )
  if (row?.checkVisibility() !== true) return false
  row.focus()
  return true
}

/** The selected or last used element of a list is its only tab stop, and one writes where one writes; elsewhere the first is taken. */
function focusPane(pane: HTMLElement): boolean {
  const stops = [...pane.querySelectorAll<HTMLElement>(focusable)].filter(
    each => each.tabIndex >= 0 && each.checkVisibility(),
  )
  const target =
    stops.find(each => each.matches('[aria-current], [role="option"], [role="treeitem"], article, textarea')) ??
    (pane.matches(focusable) ? pane : stops[0])
  target?.focus()
  return target !== undefined
}
