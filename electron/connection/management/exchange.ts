import type { FullJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { namespaces } from '../namespaces.ts'
import type { StreamEntity } from '../stream-entity.ts'
import type { ManagedStream, ManagedWire } from './managed-stream.ts'

const xmlns = namespaces.management

export function offersManagement(features: Element): boolean {
  return features.getChild('sm', xmlns) !== undefined
}

/**
 * Asks the server to go on with a stream (XEP-0198, 5), on a stream that has signed in and is not bound.
 * @returns whether that stream had been given up; null where the server refuses, and this one may bind
 * @throws AppError `stream-error` where it goes on with another one
 */
export async function resumeStream(
  entity: StreamEntity,
  former: ManagedStream,
  wire: ManagedWire,
): Promise<{ readonly wasGiven: boolean } | null> {
  const previd = former.id ?? ''
  const h = await former.inbound()
  return entity.askManagement(xml('resume', { xmlns, previd, h }), answer => {
    if (!answer.is('resumed', xmlns)) {
      former.refused(answer.attrs.h)
      return null
    }
    if (answer.attrs.previd !== previd) throw new AppError('stream-error', 'the server resumed another stream')
    // What follows in the same read waits until we are ready for it.
    entity.holdInput()
    entity.resumeAs(former.address)
    const wasGiven = former.resumed(answer.attrs.h, wire)
    entity.manage(former)
    return { wasGiven }
  })
}

/**
 * Begins to count (XEP-0198, 3) on a stream that was just bound.
 * @param create makes the stream; its id is null where the server will not resume it
 * @returns null where the server refuses
 */
export function enableManagement(
  entity: StreamEntity,
  address: FullJid,
  wire: ManagedWire,
  create: (stream: { readonly id: string | null; readonly address: FullJid }) => ManagedStream,
): Promise<ManagedStream | null> {
  return entity.askManagement(xml('enable', { xmlns, resume: 'true' }), answer => {
    if (!answer.is('enabled', xmlns)) return null
    const { id, resume } = answer.attrs
    const resumable = (resume === 'true' || resume === '1') && id !== undefined && id !== ''
    const managed = create({ id: resumable ? id : null, address })
    managed.attach(wire)
    entity.manage(managed)
    return managed
  })
}
