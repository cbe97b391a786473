/** What we use of @xmpp/xml 0.14, which ships no types. */
declare module '@xmpp/xml' {
  export type Node = Element | string
  export type Child = Element | string | number | null | undefined | false | readonly Child[]

  export class Element {
    constructor(name: string, attrs?: Readonly<Record<string, unknown>> | null)
    name: string
    parent: Element | null
    attrs: Record<string, string | undefined>
    children: Node[]
    is(name: string, xmlns?: string): boolean
    getName(): string
    getNS(): string | undefined
    getAttr(name: string, xmlns?: string): string | undefined
    getChild(name: string, xmlns?: string): Element | undefined
    getChildren(name: string, xmlns?: string): Element[]
    getChildByAttr(attr: string, value: string, xmlns?: string, recursive?: boolean): Element | undefined
    getChildElements(): Element[]
    getChildText(name: string, xmlns?: string): string | null
    getText(): string
    text(): string
    append(...nodes: Node[]): this
    prepend(...nodes: Node[]): this
    remove(child: Node | string, xmlns?: string): this
    toString(): string
    toJSON(): unknown
  }

  export class Parser {
    on(event: 'start' | 'element' | 'end', listener: (element: Element) => void): this
    on(event: 'error', listener: (error: Error) => void): this
    removeAllListeners(event?: string): this
    write(data: string): void
    end(data?: string): void
  }

  export function xml(
    name: string,
    attrs?: Readonly<Record<string, string | number | boolean | null | undefined>> | string | null,
    ...children: Child[]
  ): Element
  export function escapeXML(text: string): string
  export default xml
}

declare module '@xmpp/xml/lib/parse.js' {
  import type { Element } from '@xmpp/xml'
  /** @throws where the text is no well-formed element */
  export default function parse(text: string): Element
}
