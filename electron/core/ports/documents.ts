/** Files that a person chooses, in the dialogs of the system: nobody else names a path. */
export interface Documents {
  /**
   * Asks where to, and writes the text there, readable by its owner alone.
   * @param name what the file is called unless the person says otherwise
   * @returns false where the person called it off
   * @throws AppError `storage-failed`
   */
  save(name: string, text: string): Promise<boolean>
}
