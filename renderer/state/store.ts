import { createContext, useContext } from 'react'
import { useStore as useZustand } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Snapshot } from '../../shared/ipc/program.ts'
import { type State, stateOf } from './state.ts'

export type Store = StoreApi<State>

export function createReplica(snapshot: Snapshot): Store {
  return createStore<State>(() => stateOf(snapshot))
}

export const StoreContext = createContext<Store | null>(null)

/** The store itself, for what is read or written in an event and not while rendering. */
export function useStoreApi(): Store {
  const store = useContext(StoreContext)
  if (store === null) throw new Error('There is no store above this component')
  return store
}

/** A part of the replica. Select narrowly: the component renders again whenever the selected value is another. */
export function useStore<Value>(select: (state: State) => Value): Value {
  return useZustand(useStoreApi(), select)
}
