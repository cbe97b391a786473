/** What a person does with files: the dialogs of the system are answered for them. */
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import type { Program } from './program.ts'

/** The next dialogs that ask for files are answered with these; none: they are called off. */
export async function willChoose({ app }: Program, paths: readonly string[]): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths: [...filePaths] })
  }, paths)
}

/** The next dialogs that ask where to save are answered with this. */
export async function willSaveAs({ app }: Program, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
}

/** What is given to the system's programs from now on, in its order. */
export async function watchOpened({ app }: Program): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openPath = async path => {
      opened.push(path)
      return ''
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { readonly opened: readonly string[] }).opened)
}

/** A file of the page: of the disk, by its path, or made of bytes, as a picture that was copied. */
export type Given = { readonly path: string } | { readonly name: string; readonly type: string; readonly from: string }

/** Files that are held over something, let go there, or pasted. */
export async function give(
  page: Page,
  target: Locator,
  how: 'dragenter' | 'drop' | 'paste',
  given: readonly Given[],
): Promise<void> {
  const onDisk = given.flatMap(each => ('path' in each ? [each.path] : []))
  const made = await Promise.all(
    given
      .flatMap(each => ('path' in each ? [] : [each]))
      .map(async ({ name, type, from }) => {
        return { name, type, bytes: [...(await readFile(from))] }
      }),
  )
  // Only what a person gave to the page has a path: a field for files takes it in.
  const field = await page.evaluateHandle(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    return input
  })
  if (onDisk.length > 0) await field.asElement()?.setInputFiles(onDisk)
  const data = await field.evaluateHandle((input, files) => {
    const transfer = new DataTransfer()
    for (const file of (input as HTMLInputElement).files ?? []) transfer.items.add(file)
    for (const { name, type, bytes } of files)
      transfer.items.add(new File([new Uint8Array(bytes)], name, { type, lastModified: Date.now() }))
    return transfer
  }, made)
  await target.evaluate(
    (element, [transfer, kind]) => {
      const common = { bubbles: true, cancelable: true } as const
      element.dispatchEvent(
        kind === 'paste'
          ? new ClipboardEvent(kind, { ...common, clipboardData: transfer as DataTransfer })
          : new DragEvent(kind as string, { ...common, dataTransfer: transfer as DataTransfer }),
      )
    },
    [data, how] as const,
  )
}
