/** Where one profile lives on disk. */
export interface Profile {
  /** Folder of settings, secrets and archive; exists, and only its owner may read it. */
  readonly folder: string
  /** Program of the database's worker thread. */
  readonly databaseWorker: URL
}
