/** Runs tasks one after the other, in the order they were given; one that fails holds up none. */
export function createTurns(): <Value>(task: () => Promise<Value> | Value) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return task => {
    const turn = last.then(task)
    last = turn.catch(() => {
      // Whoever asked for it is told.
    })
    return turn
  }
}
