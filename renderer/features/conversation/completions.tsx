import { useText } from '../../text/text.tsx'
import type { Completion } from './use-completion.ts'
import './completions.css'

/** The nicknames that are offered, above the field. */
export function Completions({ completion }: { readonly completion: Completion }) {
  const { t } = useText()
  const { id, nicks, chosen, take } = completion
  if (nicks.length === 0) return null
  return (
    <div id={id} className="completions" role="listbox" aria-label={t('room.completions')}>
      {nicks.map((nick, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={nick}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className="completion"
          onPointerDown={event => event.preventDefault()}
          onClick={() => take(nick)}
        >
          <bdi className="cut">{nick}</bdi>
        </div>
      ))}
    </div>
  )
}
