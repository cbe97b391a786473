/** Work that has to be done one after the other: writes are gathered, reads stand between them. */
export interface Queue<Write> {
  /** Resolves when it is done, rejects with why it is not. */
  write(value: Write): Promise<void>
  /** Runs after every write that was given before, and before every one that comes later. */
  read<Value>(job: () => Promise<Value>): Promise<Value>
  /** Resolves when all that was given so far is done. */
  idle(): Promise<void>
}

/** One write that waits, and how its giver hears of it. */
export interface Waiting<Write> {
  readonly value: Write
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

type Job<Write> = Waiting<Write> | { readonly job: () => Promise<void> }

/** Writes that are done together at most: a bound for how long a transaction keeps the others waiting. */
const largestBatch = 500

/**
 * @param write does a batch and answers each of its members; it never rejects
 */
export function createQueue<Write>(write: (batch: readonly Waiting<Write>[]) => Promise<void>): Queue<Write> {
  let jobs: Job<Write>[] = []
  let running: Promise<void> | null = null

  /** What comes in while a batch is being done, or in the same turn of the event loop, makes the next batch. */
  async function run(): Promise<void> {
    // A turn between any two: whoever has just been answered goes on before the next batch is told.
    for (await nextTurn(); jobs.length > 0; await nextTurn()) {
      const isWrite = (job: Job<Write>): job is Waiting<Write> => 'value' in job
      const end = jobs.findIndex((job, index) => !isWrite(job) || index === largestBatch)
      const batch = jobs.slice(0, end === -1 ? jobs.length : end).filter(isWrite)
      if (batch.length > 0) {
        jobs = jobs.slice(batch.length)
        await write(batch)
      } else {
        const readers = jobs.slice(0, firstIndex(jobs, isWrite))
        jobs = jobs.slice(readers.length)
        await Promise.all(readers.map(each => ('job' in each ? each.job() : undefined)))
      }
    }
    running = null
  }

  function add(job: Job<Write>): void {
    jobs.push(job)
    running ??= run()
  }

  return {
    write: value => new Promise((resolve, reject) => add({ value, done: resolve, failed: reject })),
    read: job =>
      new Promise((resolve, reject) => {
        add({
          async job() {
            try {
              resolve(await job())
            } catch (error) {
              // The one who asked hears of it; the queue goes on.
              reject(error)
            }
          },
        })
      }),
    async idle() {
      while (running !== null) await running
    },
  }
}

function firstIndex<Value>(values: readonly Value[], is: (value: Value) => boolean): number {
  const index = values.findIndex(is)
  return index === -1 ? values.length : index
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
