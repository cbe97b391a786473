import type { FullJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Clock } from '../../core/ports/index.ts'
import { type Element, xml } from '../../stanza/element.ts'
import type { Limits } from '../limits.ts'
import { namespaces } from '../namespaces.ts'
import type { Scope } from '../scope.ts'
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
 * Waits until the server has acknowledged something on a stream that went on: Prosody 0.12 reads on with the parser of
 * the connection that broke, and with half a stanza in it, it hears nothing of ours, for as long as the stream is gone
 * on with. While anything arrives there is more time: what the server has kept for us comes first.
 * @param lost the stream cannot be gone on with
 * @throws AppError what `late` makes, or what ended the connection
 */
export async function proveResumption(options: {
  readonly former: ManagedStream
  readonly entity: Pick<StreamEntity, 'lastHeard'>
  readonly scope: Scope
  readonly clock: Clock
  readonly limits: Limits
  readonly late: () => AppError
  readonly lost: () => void
}): Promise<void> {
  const { former, entity, scope, clock, limits, late, lost } = options
  const until = clock.now() + limits.proof
  for (;;) {
    const { lastHeard } = entity
    try {
      await scope.within(limits.check, late, former.proved())
      return
    } catch (error) {
      if (scope.failed) throw error
      const isHeard = entity.lastHeard > lastHeard
      if (isHeard && clock.now() < until) continue
      // Silence may be a connection that died just now, and what it had brought would be written twice: once is no proof.
      if (former.unproved(isHeard) || isHeard) lost()
      throw error
    }
  }
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
