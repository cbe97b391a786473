import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { roomCommands } from '../../../shared/ipc/room.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { prepareTypedAddress } from '../contacts/typed-address.ts'

export function roomHandlers({
  accounts,
}: {
  readonly accounts: Accounts
}): CommandHandlers<keyof typeof roomCommands> {
  return {
    async 'room.join'({ account, room, nick, password }) {
      const rooms = accounts.rooms(account)
      const address = await rooms.addressOf(room)
      await rooms.join(address, { nick, password })
      return address
    },
    async 'room.create'({ account, room, ...made }) {
      const rooms = accounts.rooms(account)
      const address = await rooms.addressOf(room)
      await rooms.create(address, made)
      return address
    },
    'room.leave': async ({ account, room, keep }) => accounts.rooms(account).leave(prepareBareJid(room), keep),
    'room.setAutojoin': async ({ account, room, autojoin }) =>
      accounts.rooms(account).setAutojoin(prepareBareJid(room), autojoin),
    'room.setNotify': async ({ account, room, notify }) =>
      accounts.rooms(account).setNotify(prepareBareJid(room), notify),
    'room.setSubject': async ({ account, room, subject }) =>
      accounts.rooms(account).setSubject(prepareBareJid(room), subject),
    async 'room.invite'({ account, room, people, reason }) {
      const invited = people.map(each => prepareTypedAddress(each, account))
      await accounts.rooms(account).invite(prepareBareJid(room), invited, reason)
    },
    'room.kick': async ({ account, room, nick, reason }) =>
      accounts.rooms(account).kick(prepareBareJid(room), nick, reason),
    'room.settings': async ({ account, room }) => accounts.rooms(account).settings(prepareBareJid(room)),
    'room.configure': async ({ account, room, settings }) =>
      accounts.rooms(account).configure(prepareBareJid(room), settings),
    'room.services': async ({ account, typed }) => accounts.rooms(account).services(typed),
    'room.list': async ({ account, service, after }) => accounts.rooms(account).list(prepareBareJid(service), after),
    'room.describe': async ({ account, rooms }) => accounts.rooms(account).describe(rooms.map(prepareBareJid)),
    'room.find': async ({ account, text }) => accounts.rooms(account).find(text),
    async 'invitation.accept'({ account, room }) {
      const address = prepareBareJid(room)
      await accounts.rooms(account).accept(address)
      return address
    },
    'invitation.decline': async ({ account, room, reason }) =>
      accounts.rooms(account).decline(prepareBareJid(room), reason),
  }
}
