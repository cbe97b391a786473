import { blocking } from './blocking.ts'
import { certificate } from './certificate.ts'
import { common } from './common.ts'
import { connection } from './connection.ts'
import { contact } from './contact.ts'
import { conversation } from './conversation.ts'
import { failure } from './failure.ts'
import { file } from './file.ts'
import { frame } from './frame.ts'
import { message } from './message.ts'
import { notice } from './notice.ts'
import { notification } from './notification.ts'
import { presence } from './presence.ts'
import { profile } from './profile.ts'
import { room } from './room.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { signIn } from './sign-in.ts'
import { tray } from './tray.ts'
import { trouble } from './trouble.ts'
import { unsupported } from './unsupported.ts'
import { xmlConsole } from './xml-console.ts'

export const en = {
  blocking,
  certificate,
  common,
  connection,
  contact,
  conversation,
  failure,
  file,
  frame,
  message,
  notice,
  notification,
  presence,
  profile,
  room,
  search,
  settings,
  signIn,
  tray,
  trouble,
  unsupported,
  xmlConsole,
} as const
