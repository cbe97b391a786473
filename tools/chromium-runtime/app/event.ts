/** An event whose default can be prevented, as Electron hands them to listeners. */
export interface PreventableEvent {
  defaultPrevented: boolean
  preventDefault(): void
}

export function preventable<Details extends object>(details: Details): Details & PreventableEvent
export function preventable(): PreventableEvent
export function preventable(details: object = {}): PreventableEvent {
  return {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}
