import type { BrowserWindow } from '../window/browser-window.ts'

interface Question {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
  /** What Escape answers. */
  readonly cancelButton: number
  /** A path to ask for, with what it begins with; null for none. */
  readonly path: string | null
}

export interface PageAnswer {
  readonly button: number
  readonly text: string
}

/** Asks in a modal dialog of the page. */
export async function askInPage(window: BrowserWindow, question: Question): Promise<PageAnswer> {
  const { session, context } = await window.webContents.inspect()
  const { result } = await session.send('Runtime.evaluate', {
    expression: `(${drawQuestion})(${JSON.stringify(question)})`,
    contextId: context,
    awaitPromise: true,
    returnByValue: true,
  })
  const { button = question.cancelButton, text = '' } = (result.value ?? {}) as Partial<PageAnswer>
  return { button, text }
}

/** Lets the person choose files by the browser's own chooser (Playwright's `filechooser`). @returns their paths */
export async function chooseFilesInPage(
  window: BrowserWindow,
  options: { readonly several: boolean; readonly folders: boolean; readonly extensions: readonly string[] },
): Promise<string[]> {
  const { session, context } = await window.webContents.inspect()
  const { result } = await session.send('Runtime.evaluate', {
    expression: `(${openChooser})(${JSON.stringify(options)})`,
    contextId: context,
    awaitPromise: true,
    userGesture: true,
  })
  if (result.objectId === undefined) return []
  const files = await session.send('Runtime.getProperties', { objectId: result.objectId, ownProperties: true })
  const paths: string[] = []
  for (const { name, value } of files.result) {
    if (!/^\d+$/.test(name) || value?.objectId === undefined) continue
    paths.push((await session.send('DOM.getFileInfo', { objectId: value.objectId })).path)
  }
  return paths
}

/** Runs in the page. */
function drawQuestion(question: Question): Promise<PageAnswer> {
  return new Promise(resolve => {
    const make = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text: string): HTMLElementTagNameMap[Tag] =>
      Object.assign(document.createElement(tag), { textContent: text })
    const dialog = make('dialog', '')
    const input = make('input', '')
    const answer = (button: number): void => {
      dialog.remove()
      resolve({ button, text: input.value })
    }
    dialog.setAttribute('aria-label', question.message)
    dialog.append(make('p', question.message), make('p', question.detail))
    if (question.path !== null) {
      input.value = question.path
      input.size = 60
      input.setAttribute('aria-label', 'Path')
      dialog.append(input)
    }
    question.buttons.forEach((text, index) => {
      const button = make('button', text)
      button.addEventListener('click', () => answer(index))
      dialog.append(button)
    })
    dialog.addEventListener('cancel', () => answer(question.cancelButton))
    document.documentElement.append(dialog)
    dialog.showModal()
  })
}

/** Runs in the page. */
function openChooser(options: {
  readonly several: boolean
  readonly folders: boolean
  readonly extensions: readonly string[]
}): Promise<File[]> {
  return new Promise(resolve => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = options.several
    input.webkitdirectory = options.folders
    input.accept = options.extensions
      .filter(extension => extension !== '*')
      .map(extension => `.${extension}`)
      .join(',')
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}
