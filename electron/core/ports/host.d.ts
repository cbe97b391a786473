/** The computer and the program as the rest of the world may know them (XEP-0092). */
export interface Host {
  readonly programVersion: string
  /** "Debian GNU/Linux 12", "Windows 11"; null keeps it to ourselves. */
  readonly operatingSystem: string | null
  /** Part of a resource made at random: cloned school disks must not fight over one. */
  readonly hostName: string
}
