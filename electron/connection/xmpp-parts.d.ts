/** What we use of the parts of @xmpp/client 0.14, which ship no types. */
declare module '@xmpp/client-core' {
  import type { EventEmitter } from 'node:events'
  import type { Element } from '@xmpp/xml'

  export class Client extends EventEmitter {
    constructor(options: { readonly domain: string })
    readonly options: { readonly domain: string }
    status: string
    root: Element | null
    socket: unknown
    parser: unknown
    Transport: unknown
    isSecure(): boolean
    send(element: Element): Promise<void>
    write(text: string): Promise<void>
    header(element: Element): string
    headerElement(): Element
    footer(): string
    _jid(address: string): unknown
    _ready(resumed: boolean): void
    _status(status: string, ...details: readonly unknown[]): void
    _attachSocket(socket: unknown): void
    _detachSocket(): void
    _attachParser(parser: unknown): void
    _detachParser(): void
    _onData(data: Uint8Array): void
    _onElement(element: Element): void
  }
}

declare module '@xmpp/tcp/lib/Connection.js' {
  const ConnectionTCP: unknown
  export default ConnectionTCP
}

declare module '@xmpp/middleware' {
  import type { Client } from '@xmpp/client-core'
  import type { Element } from '@xmpp/xml'

  export interface Context {
    readonly entity: Client
    readonly stanza: Element
    readonly name: string
    readonly id: string
    readonly type: string
    /** Set for a well-formed iq of type get or set: its one child. */
    readonly element?: Element
  }
  export type Next = () => Promise<unknown>
  export type Handler = (context: Context, next: Next) => unknown
  export interface Middleware {
    use(handler: Handler): Handler
    filter(handler: Handler): Handler
  }
  export default function middleware(options: { readonly entity: Client }): Middleware
}

declare module '@xmpp/stream-features' {
  import type { Context, Middleware, Next } from '@xmpp/middleware'
  import type { Element } from '@xmpp/xml'

  export interface StreamFeatures {
    use(name: string, xmlns: string, handler: (context: Context, next: Next, feature: Element) => unknown): unknown
  }
  export default function streamFeatures(options: { readonly middleware: Middleware }): StreamFeatures
}

declare module '@xmpp/iq/caller.js' {
  import type { Client } from '@xmpp/client-core'
  import type { Middleware } from '@xmpp/middleware'
  import type { Element } from '@xmpp/xml'

  export interface Deferred {
    readonly promise: Promise<Element>
    resolve(element: Element): void
    reject(error: unknown): void
  }
  export interface IqCaller {
    readonly handlers: Map<string, Deferred>
    request(iq: Element, timeoutMs?: number): Promise<Element>
    set(element: Element): Promise<Element>
  }
  export default function iqCaller(options: { readonly entity: Client; readonly middleware: Middleware }): IqCaller
}

declare module '@xmpp/iq/callee.js' {
  import type { Client } from '@xmpp/client-core'
  import type { Middleware } from '@xmpp/middleware'

  /** From here on an iq of type get or set is answered, by `service-unavailable` where no later handler does. */
  export default function iqCallee(options: { readonly entity: Client; readonly middleware: Middleware }): unknown
}

declare module '@xmpp/resource-binding' {
  import type { StreamFeatures } from '@xmpp/stream-features'
  import type { Element } from '@xmpp/xml'

  export default function resourceBinding(
    options: {
      readonly streamFeatures: StreamFeatures
      readonly iqCaller: { set(element: Element): Promise<Element | undefined> }
    },
    resource: string,
  ): void
}
