import type { BareJid, Peer } from '../../shared/domain/address.ts'
import type { Blocking } from '../../shared/domain/blocking.ts'
import type { Message, MessageExtra, MessageId } from '../../shared/domain/message.ts'
import type { Language } from '../../shared/domain/settings.ts'
import { address, ricky } from './people.ts'
import { now, type Talk } from './talks.ts'

const server = 'mired.org' as BareJid
const hour = 3_600_000

/** What the server says, and what people send that cannot be shown yet. */
export function noticedIn(language: Language): readonly Talk[] {
  const es = language === 'es'
  const relay = { by: 'admin@mired.org' as BareJid, to: 'all' }
  const [carla, alejandro] = [address('Carla'), address('Alejandro')]
  return [
    talk(server, 1, [
      [
        -27 * hour,
        es
          ? 'Los horarios de aulas del segundo trimestre están en la sala profes.'
          : 'Room timetables for the second term are in the room profes.',
        { subject: es ? 'Mensaje del día' : 'Message of the day' },
      ],
      [
        -0.2 * hour,
        es
          ? 'Mantenimiento hasta las 18:20 aproximadamente. Lo que escribas mientras tanto saldrá después.'
          : 'Maintenance until about 18:20. Messages you write meanwhile go out afterwards.',
        { relay, subject: es ? 'El servidor se para a las 18:00' : 'Server stops at 18:00' },
      ],
    ]),
    talk(carla, 0, [
      [-3 * hour, es ? '¡Buenos días!' : 'Good morning!', {}],
      [-2.9 * hour, 'horario-2.pdf', offer('file', 'horario-2.pdf', 284_000)],
      [-2.5 * hour, '', offer('video-call')],
      [-2.2 * hour, '[This message is OMEMO encrypted]', offer('encrypted', 'OMEMO')],
      [-1.2 * hour, '', offer('otr')],
      [-0.5 * hour, '', offer('attention')],
    ]),
    talk(alejandro, 1, [[-0.4 * hour, 'nota.txt', offer('file', 'nota.txt', 5200)]]),
  ]
}

export const blockedHere: Blocking = {
  support: 'yes',
  addresses: [address('Hugo'), 'spam.example' as BareJid],
}

function offer(
  what: NonNullable<MessageExtra['unsupported']>['what'],
  name: string | null = null,
  size: number | null = null,
): MessageExtra {
  return { unsupported: { what, name, size } }
}

function talk(peer: Peer, unread: number, lines: readonly (readonly [number, string, MessageExtra])[]): Talk {
  const messages = lines.map(
    ([time, body, extra], index): Message => ({
      ...{ account: ricky, id: `${peer} ${index}` as MessageId, peer, direction: 'in', body },
      ...{ time: now + time, order: index + 1, state: null, failure: null },
      ...extra,
    }),
  )
  const readUpTo = messages.length - unread
  return {
    conversation: {
      ...{ account: ricky, peer, kind: 'person', lastMessage: messages.at(-1) ?? null },
      ...{ unread, mentioned: false, readUpTo, draft: '' },
    },
    messages,
  }
}
