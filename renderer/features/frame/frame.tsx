import type { CSSProperties, ReactNode } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { useView } from '../../state/view.ts'
import { ConnectionBar } from './connection-bar.tsx'
import { Rail } from './rail.tsx'
import { Splitter } from './splitter.tsx'
import { TitleStrip } from './title-strip.tsx'
import './frame.css'

export interface FrameProps {
  readonly account: AccountId
  readonly search: ReactNode
  /** What the person is to know of the program itself, above how the connection is. */
  readonly troubles: ReactNode
  readonly list: ReactNode
  readonly main: ReactNode
  /** The side panel; null where it is closed. */
  readonly panel: ReactNode
  readonly onSignOut: () => void
  readonly onSignIn: () => void
}

/** The main window: title strip, rail, list, page and side panel. When narrow, list or page. */
export function Frame({ account, search, troubles, list, main, panel, onSignOut, onSignIn }: FrameProps) {
  const width = useView(view => view.listWidth)
  const pane = useView(view => view.pane)
  const style = { '--list-width': `min(${width}px, var(--width-list-most, ${width}px))` } as CSSProperties
  return (
    <div className="frame" data-shown={pane} style={style}>
      <TitleStrip account={account} search={search} />
      <Rail account={account} onSignOut={onSignOut} />
      <div className="frame-bar">
        {troubles}
        <ConnectionBar account={account} onSignIn={onSignIn} />
      </div>
      <div className="frame-list" data-pane="list">
        {list}
      </div>
      <Splitter />
      <main className="frame-main">{main}</main>
      {panel !== null && <div className="frame-panel">{panel}</div>}
    </div>
  )
}
