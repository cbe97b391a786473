import type { BareJid } from '../../../shared/domain/address.ts'
import { buildSubmit } from '../../stanza/data-form.ts'
import { type Element, xml } from '../../stanza/element.ts'

export const privateNamespace = 'jabber:iq:private'
export const storageNamespace = 'storage:bookmarks'
export const bookmarksNamespace = 'urn:xmpp:bookmarks:1'
export const pubsubNamespace = 'http://jabber.org/protocol/pubsub'
export const pubsubEventNamespace = 'http://jabber.org/protocol/pubsub#event'
const ownerNamespace = 'http://jabber.org/protocol/pubsub#owner'

/** XEP-0049, 3: the list as a whole. */
export function buildStorageRequest(): Element {
  return xml('iq', { type: 'get' }, xml('query', { xmlns: privateNamespace }, emptyStorage()))
}

/** XEP-0049, 3: takes the place of all that was there. */
export function buildStorage(storage: Element): Element {
  return xml('iq', { type: 'set' }, xml('query', { xmlns: privateNamespace }, storage))
}

export function emptyStorage(): Element {
  return xml('storage', { xmlns: storageNamespace })
}

export function buildItemsRequest(account: BareJid): Element {
  return xml(
    'iq',
    { type: 'get', to: account },
    xml('pubsub', { xmlns: pubsubNamespace }, xml('items', { node: bookmarksNamespace })),
  )
}

/** How many the node is to hold; null: nothing is said of how the node is to be. */
export type NodeSize = 'max' | number | null

/** XEP-0402, 3.3. @param conference the whole bookmark */
export function buildPublish(account: BareJid, id: string, conference: Element, size: NodeSize): Element {
  const publish = xml('publish', { node: bookmarksNamespace }, xml('item', { id }, conference))
  return xml(
    'iq',
    { type: 'set', to: account },
    xml(
      'pubsub',
      { xmlns: pubsubNamespace },
      publish,
      size === null
        ? null
        : xml('publish-options', {}, buildSubmit(`${pubsubNamespace}#publish-options`, wishes(size))),
    ),
  )
}

/** 3.5: "A 'notify' attribute SHOULD be included": other devices are to know. */
export function buildRetract(account: BareJid, id: string): Element {
  const retract = xml('retract', { node: bookmarksNamespace, notify: 'true' }, xml('item', { id }))
  return xml('iq', { type: 'set', to: account }, xml('pubsub', { xmlns: pubsubNamespace }, retract))
}

/** XEP-0060, 8.1.3: the node as it has to be. Nobody else may read it. */
export function buildCreate(account: BareJid, size: number): Element {
  const create = xml('create', { node: bookmarksNamespace })
  return xml(
    'iq',
    { type: 'set', to: account },
    xml('pubsub', { xmlns: pubsubNamespace }, create, xml('configure', {}, nodeForm(size))),
  )
}

/** 8.2: a node that is there, and is otherwise than it has to be. @param size null: it holds as many as it does */
export function buildConfigure(account: BareJid, size: number | null): Element {
  const configure = xml('configure', { node: bookmarksNamespace }, nodeForm(size))
  return xml('iq', { type: 'set', to: account }, xml('pubsub', { xmlns: ownerNamespace }, configure))
}

function nodeForm(size: number | null): Element {
  return buildSubmit(`${pubsubNamespace}#node_config`, {
    'pubsub#persist_items': 'true',
    'pubsub#access_model': 'whitelist',
    'pubsub#max_items': size === null ? undefined : String(size),
  })
}

function wishes(size: 'max' | number): Readonly<Record<string, string>> {
  return {
    'pubsub#persist_items': 'true',
    'pubsub#max_items': String(size),
    'pubsub#send_last_published_item': 'never',
    'pubsub#access_model': 'whitelist',
  }
}
