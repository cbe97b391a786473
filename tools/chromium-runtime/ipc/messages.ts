/** From the preload's world to the main process, as JSON. `args` is text of the codec. */
export type PageMessage =
  | { readonly type: 'send'; readonly channel: string; readonly args: string; readonly files: readonly string[] }
  | {
      readonly type: 'invoke'
      readonly id: number
      readonly channel: string
      readonly args: string
      readonly files: readonly string[]
    }
  | { readonly type: 'preload-failed'; readonly error: string }
  | {
      readonly type: 'window'
      readonly focused: boolean | null
      readonly bounds: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>
    }

/** From the main process to the preload's world. */
export type MainMessage =
  | { readonly type: 'event'; readonly channel: string; readonly args: string }
  | { readonly type: 'result'; readonly id: number; readonly value: string }
  | { readonly type: 'failure'; readonly id: number; readonly error: string }
