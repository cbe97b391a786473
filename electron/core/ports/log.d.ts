/** Facts beside a log line: never a message body, never a credential. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>
export interface Log {
  debug(message: string, facts?: LogFacts): void
  info(message: string, facts?: LogFacts): void
  warn(message: string, facts?: LogFacts): void
  error(message: string, facts?: LogFacts): void
  /** A log whose lines name the part of the program that wrote them. */
  scope(name: string): Log
}
export declare const silentLog: Log
/** Lets a promise go on by itself; a rejection is logged, never lost. */
export declare function drop(promise: Promise<unknown>, log: Log, what: string): void
