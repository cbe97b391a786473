import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import './tabs.css'

export interface TabsProps<Key extends string> {
  /** What the tabs are of, said to a screen reader. */
  readonly label: string
  readonly chosen: Key
  readonly onChoose: (key: Key) => void
  readonly tabs: readonly { readonly key: Key; readonly label: string; readonly content: ReactNode }[]
}

/** Only the chosen panel is in the page: what is typed into one must be kept above it. */
export function Tabs<Key extends string>({ label, chosen, onChoose, tabs }: TabsProps<Key>) {
  return (
    <AriaTabs
      className="tabs"
      selectedKey={chosen}
      onSelectionChange={key => {
        const tab = tabs.find(each => each.key === key)
        if (tab !== undefined) onChoose(tab.key)
      }}
    >
      <TabList className="tabs-list" aria-label={label}>
        {tabs.map(tab => (
          <Tab key={tab.key} id={tab.key} className="tabs-tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map(tab => (
        <TabPanel key={tab.key} id={tab.key} className="tabs-panel">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
