import { useText } from '../text/text.tsx'
import { Button } from '../ui/button/button.tsx'
import { EmptyPane } from '../ui/empty-pane/empty-pane.tsx'
import { Mark } from '../ui/mark/mark.tsx'

/** When the page has a fault: nothing is lost by loading it again, it owns nothing. */
export function Broken() {
  const { t } = useText()
  return (
    <div role="alert" className="root-message">
      <EmptyPane
        title={t('frame.broken')}
        mark={<Mark size="large" />}
        actions={
          <Button kind="main" onPress={() => location.reload()}>
            {t('frame.loadAgain')}
          </Button>
        }
      >
        {t('frame.brokenHint')}
      </EmptyPane>
    </div>
  )
}
