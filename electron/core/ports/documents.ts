/** Files that a person chooses, in the dialogs of the system: nobody else names a path. */
export interface Documents {
  /**
   * Asks where to, and writes the text there, readable by its owner alone.
   * @param name what the file is called unless the person says otherwise
   * @returns false where the person called it off
   * @throws AppError `storage-failed`
   */
  save(name: string, text: string): Promise<boolean>
  /** Asks for files to be sent: their paths; none where the person called it off. */
  choose(): Promise<readonly string[]>
  /** Asks where to save a file, by its name: a path, null where the person called it off. */
  chooseTarget(name: string): Promise<string | null>
  /** Opens a file in the system's program for it. @throws Error where there is none */
  open(path: string): Promise<void>
  /** Shows it in the system's file manager. */
  reveal(path: string): void
}
