import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { PublicRooms } from '../../../shared/domain/room.ts'
import { isBareJid, prepareBareJid, splitJid } from '../../stanza/jid.ts'
import type { Discovery } from '../../xmpp/disco/discovery.ts'
import { isRoomService } from './traits.ts'

/** Services of a server that are looked at. */
const mostServices = 30

export interface RoomServices {
  /** The room services of our server, in its order. @throws AppError `not-connected`, `network-lost` */
  all(): Promise<readonly BareJid[]>
  /** @throws AppError `invalid-address`, `no-room-service` */
  addressOf(typed: string): Promise<BareJid>
  publicRooms(text: string): Promise<PublicRooms>
}

export function createRoomServices(account: BareJid, discovery: Pick<Discovery, 'info' | 'items'>): RoomServices {
  const { domain } = splitJid(account)

  async function all(): Promise<readonly BareJid[]> {
    const items = (await discovery.items(prepareBareJid(domain))) ?? []
    const services = items.filter(isBareJid).filter(each => !each.includes('@'))
    const answers = await Promise.all(
      services.slice(0, mostServices).map(async each => {
        const info = await discovery.info(each)
        return info !== null && isRoomService(info) ? [each] : []
      }),
    )
    return answers.flat()
  }

  return {
    all,
    async addressOf(typed) {
      const text = typed.trim()
      if (text.includes('@')) return prepareBareJid(text)
      const [service] = await all()
      if (service === undefined) throw new AppError('no-room-service', 'the server names none', { domain })
      // A name in several words is one that people say; as Spark makes an address of it.
      return prepareBareJid(`${text.replace(/\s+/g, '_')}@${service}`)
    },
    async publicRooms() {
      const services = await all()
      const lists = await Promise.all(services.map(async each => (await discovery.items(each)) ?? []))
      const rooms = lists.flat().filter(isBareJid)
      return {
        services,
        rooms: rooms.map(address => ({
          ...{ address, name: null, description: null, subject: null, occupants: null, traits: null },
        })),
        ...{ hasMore: false, failure: null },
      }
    },
  }
}
