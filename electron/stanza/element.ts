import parse from '@xmpp/xml/lib/parse.js'

export { Element, xml } from '@xmpp/xml'

/**
 * One element from its text, for fixtures and tests.
 * @throws where the text is not well-formed
 */
export const parseElement = parse
