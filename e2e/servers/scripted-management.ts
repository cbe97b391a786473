/** What a good server does with XEP-0198: it counts, acknowledges, and goes on with one stream over many connections. */
import type { ClientElement } from './client-xml.ts'
import type { ScriptedConnection } from './scripted-server.ts'
import { type Answer, authenticate, feature, type GoodSignIn, grant, greet, serve } from './scripted-steps.ts'

const xmlns = 'urn:xmpp:sm:3'

export const managementFeature = `<sm xmlns='${xmlns}'/>`

/** The one managed stream of a scripted server, over all its connections. */
export interface ScriptedStream {
  /** Signs in, and goes on with the stream where the client asks for it and there is one; else begins one. */
  begin(connection: ScriptedConnection, options: Omit<GoodSignIn, 'certificate'>): Promise<'begun' | 'resumed'>
  /** `serve`, and acknowledges; `answer` sees what is counted already. */
  serve(connection: ScriptedConnection, answer?: Answer): Promise<void>
  /** How many stanzas of the client are handled. */
  readonly handled: number
  /** Never goes on with it. */
  forget(): void
}

/** @param resumes whether the server offers to go on with a stream at all */
export function createScriptedStream({ resumes = true } = {}): ScriptedStream {
  let streams = 0
  let id: string | null = null
  let handled = 0

  function count(element: ClientElement): void {
    if (['iq', 'message', 'presence'].includes(element.name)) handled += 1
  }

  return {
    async begin(connection, { domain, passwordOf, mechanisms = ['SCRAM-SHA-1'], features = [] }) {
      await greet(connection, domain, feature.mechanisms(...mechanisms))
      const user = await authenticate(connection, passwordOf)
      if (user === null) throw new Error('scripted sign-in: wrong password')
      await greet(connection, domain, feature.bind, managementFeature, ...features)
      let request = await connection.nextElement()
      if (request.name === 'resume') {
        if (id !== null && request.attributes.previd === id) {
          connection.send(`<resumed xmlns='${xmlns}' previd='${id}' h='${handled}'/>`)
          return 'resumed'
        }
        connection.send(
          `<failed xmlns='${xmlns}'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`,
        )
        request = await connection.nextElement('iq')
      }
      grant(connection, request, user, domain)
      await connection.nextElement('enable')
      streams += 1
      handled = 0
      id = resumes ? `stream-${streams}` : null
      connection.send(`<enabled xmlns='${xmlns}'${id === null ? '' : ` id='${id}' resume='true'`}/>`)
      return 'begun'
    },
    serve: (connection, answer = () => undefined) =>
      serve(connection, element => {
        count(element)
        const own = answer(element)
        if (own !== undefined) return own
        return element.name === 'r' ? `<a xmlns='${xmlns}' h='${handled}'/>` : undefined
      }),
    get handled() {
      return handled
    },
    forget() {
      id = null
    },
  }
}
