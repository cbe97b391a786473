import type { Language } from '../../shared/domain/settings.ts'
import { failureOf } from '../ipc/call.ts'
import { failureText } from '../text/failure-text.ts'
import { TextProvider, useText } from '../text/text.tsx'
import { Button } from '../ui/button/button.tsx'
import { EmptyPane } from '../ui/empty-pane/empty-pane.tsx'

/** Without a snapshot nothing is known, not even the language of the settings: then the browser's holds. */
export function StartFailed({ error }: { readonly error: unknown }) {
  const language: Language = navigator.language.startsWith('es') ? 'es' : 'en'
  return (
    <TextProvider language={language} systemLocale={navigator.language}>
      <Sentence error={error} />
    </TextProvider>
  )
}

function Sentence({ error }: { readonly error: unknown }) {
  const text = useText()
  const failure = failureOf(error)
  const words = failureText(text, failure)
  return (
    <div role="alert" data-code={failure.code}>
      <EmptyPane
        title={words.title}
        actions={
          <Button kind="main" onPress={() => location.reload()}>
            {text.t('frame.loadAgain')}
          </Button>
        }
      >
        {words.sentence}
      </EmptyPane>
    </div>
  )
}
