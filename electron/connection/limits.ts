/** How long each step of a connection may take, in milliseconds. */
export interface Limits {
  /** SRV look-ups; a resolver that is silent this long means "no SRV". */
  readonly services: number
  readonly addresses: number
  /** Opening one TCP connection. */
  readonly connect: number
  /** When the next address is tried beside one that has not answered (RFC 8305, 5). */
  readonly stagger: number
  readonly handshake: number
  /** From a stream header sent to the server's header and features received. */
  readonly stream: number
  /** One answer in STARTTLS or SASL. Servers hash slowly, and slow guessers down. */
  readonly answer: number
  readonly bind: number
  /** The whole attempt. */
  readonly attempt: number
  readonly goodbye: number
  /** An iq without a limit of its own. */
  readonly request: number
  /** How long one stanza may take to come in before it counts as one without an end: 4 MiB at 35 kB a second. */
  readonly stanza: number
  /** How long nothing may arrive before we ask whether the server is still there. */
  readonly idle: number
  readonly ping: number
  /** The same after wake, or on another network. */
  readonly check: number
  /** How long a stream that was resumed may take to acknowledge something, while other things arrive. */
  readonly proof: number
  /** How long nothing may go or come of a file before its connection is taken for dead. */
  readonly stall: number
  /** From something written to the request that it be acknowledged (XEP-0198), so that one does for many. */
  readonly acknowledge: number
  /** How long a request to acknowledge may be without an answer until it is made again. */
  readonly question: number
  /** The same, until the connection is taken for dead, whatever else arrives. */
  readonly unheard: number
  /** How long an acknowledgement may wait for what is still being kept. */
  readonly answerAcknowledge: number
}

export const defaultLimits: Limits = {
  services: 2000,
  addresses: 5000,
  connect: 10_000,
  stagger: 250,
  handshake: 10_000,
  stream: 10_000,
  answer: 20_000,
  bind: 15_000,
  attempt: 60_000,
  goodbye: 2000,
  request: 30_000,
  stanza: 120_000,
  // "Dead connections are noticed within 30 s": together.
  idle: 20_000,
  ping: 10_000,
  check: 5000,
  proof: 20_000,
  stall: 60_000,
  acknowledge: 100,
  question: 5000,
  unheard: 30_000,
  answerAcknowledge: 1000,
}
