import { dialog } from 'electron'
import type { Language } from '../../shared/domain/settings.ts'
import { catalogues } from '../../shared/lang/catalogue.ts'

/** Not even the plainest page lives: says so in a dialog of the system, which asks what is to be done. */
export async function tellStopped(options: {
  readonly language: Language
  readonly loadAgain: () => void
  readonly quit: () => void
}): Promise<void> {
  const { language, loadAgain, quit } = options
  const { frame } = catalogues[language]
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: frame.stopped,
    detail: frame.stoppedHint,
    buttons: [frame.loadAgain, frame.quit],
    cancelId: 1,
  })
  if (response === 0) loadAgain()
  else quit()
}
