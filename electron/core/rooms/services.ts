import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError, isConnectionLost, toFailure } from '../../../shared/domain/failure.ts'
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
  /**
   * Of a server that is named, or of a room by its address; or the service itself.
   * @throws AppError `invalid-address`, `no-room-service`, `address-unreachable`, `request-timed-out` and the like
   */
  named(typed: string): Promise<readonly BareJid[]>
}

export function createRoomServices(
  account: BareJid,
  discovery: Pick<Discovery, 'info' | 'items' | 'infoNow'>,
): RoomServices {
  const { domain } = splitJid(account)

  const all = (): Promise<readonly BareJid[]> => of(prepareBareJid(domain))

  async function of(server: BareJid): Promise<readonly BareJid[]> {
    const items = (await discovery.items(server)) ?? []
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
    async named(typed) {
      const { domain: named } = splitJid(prepareBareJid(typed.trim()))
      const address = prepareBareJid(named)
      const info = await discovery.infoNow(address).catch((error: unknown) => {
        if (isConnectionLost(error)) throw error
        const { condition } = toFailure(error).details
        if (condition === undefined) throw error
        throw new AppError('address-unreachable', 'it says nothing of itself', { domain: named })
      })
      if (isRoomService(info)) return [address]
      const found = await of(address)
      if (found.length === 0) throw new AppError('no-room-service', 'it names none', { domain: named })
      return found
    },
  }
}
