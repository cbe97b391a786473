import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadReplica } from './app/load-replica.ts'
import { Root } from './app/root.tsx'
import { StartFailed } from './app/start-failed.tsx'
import './theme/theme.css'
import './theme/measures-window.css'

const place = document.getElementById('root')
if (place === null) throw new Error('The page has no place for the program')
const root = createRoot(place)

loadReplica(window.centella).then(
  ({ store, dispose }) => {
    root.render(
      <StrictMode>
        <Root store={store} />
      </StrictMode>,
    )
    window.addEventListener('pagehide', dispose)
  },
  (error: unknown) => root.render(<StartFailed error={error} />),
)
