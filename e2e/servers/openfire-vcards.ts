/** vCards as Openfire keeps them, in its recorded words: it answers for everybody, and puts the hash into each presence. */
import { createHash } from 'node:crypto'
import { type ClientElement, escapeXml } from './client-xml.ts'
import { said } from './openfire-recordings.ts'

export interface OpenfireVcards {
  /** The answer to a request for a vCard, `id` and `to` as they were recorded; undefined for any other request. */
  answer(request: ClientElement, user: string): string | undefined
  /** A presence of this user, with what the server knows of the picture. */
  mark(presence: string, user: string): string
}

export function createOpenfireVcards(domain: string): OpenfireVcards {
  const cards = new Map<string, string>()
  const words = {
    set: said('contacts-ana', domain, `<iq type="result" id="qb548ad"`),
    own: said('vcards', domain, '<iq type="result" id="LB9G3-13"'),
    others: said('vcards', domain, '<iq type="result" id="LB9G3-17"'),
    none: said('vcards', domain, '<iq type="error" id="8EU23-24"'),
  }
  const from = (xml: string, user: string) => xml.replace(/from="[^"]*"/, `from="${escapeXml(user)}@${domain}"`)
  const withCard = (xml: string, card: string) => xml.replace(/<vCard.*<\/vCard>|<vCard[^>]*\/>/s, () => card)

  return {
    answer(request, user) {
      if (request.child?.name !== 'vCard') return undefined
      if (request.attributes.type === 'set') {
        cards.set(user, /<vCard.*<\/vCard>|<vCard[^>]*\/>/s.exec(request.xml)?.[0] ?? '<vCard xmlns="vcard-temp"/>')
        return from(words.set, user)
      }
      const whose = request.attributes.to?.split('@')[0] ?? user
      const card = cards.get(whose)
      if (whose === user) return from(withCard(words.own, card ?? '<vCard xmlns="vcard-temp"/>'), user)
      return from(card === undefined ? words.none : withCard(words.others, card), whose)
    },
    mark(presence, user) {
      const binval = /<BINVAL>([^<]+)</.exec(cards.get(user) ?? '')?.[1]
      const hash = binval && createHash('sha1').update(Buffer.from(binval, 'base64')).digest('hex')
      // The recorded one is of somebody with a picture.
      return presence.replace(/<photo>[^<]*<\/photo>|<photo\/>/, hash ? `<photo>${hash}</photo>` : '<photo/>')
    },
  }
}
