// The page is a module from a file, as the built program's is.
globalThis.received = []
globalThis.sample.onNews((...values) => {
  globalThis.received.push(values)
})
globalThis.started = true
