/** One run of the program, from its start until it is killed or quits. What is left of it after that has no effect. */
export interface Life {
  readonly number: number
  alive: boolean
}
