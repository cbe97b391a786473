import type { CommandName } from './index.ts'

/** Every command by name alone: the preload's allowlist, without the guards, which would make it ten times as large. */
const names = {
  'program.snapshot': true,
  'program.openLink': true,
  'program.copyText': true,
  'program.dismissTrouble': true,
  'program.showDamagedFile': true,
  'program.quit': true,
  'settings.change': true,
  'account.recall': true,
  'account.signIn': true,
  'account.cancelSignIn': true,
  'account.signOut': true,
  'account.allowPasswordInClear': true,
  'account.trustCertificate': true,
  'account.forgetCertificate': true,
  'account.followDomain': true,
  'account.retryNow': true,
  'presence.set': true,
  'conversation.resolve': true,
  'conversation.open': true,
  'conversation.markRead': true,
  'conversation.setDraft': true,
  'conversation.setOpen': true,
  'message.send': true,
  'message.page': true,
  'message.retry': true,
  'message.delete': true,
  'search.directory': true,
  'xmlConsole.open': true,
  'xmlConsole.close': true,
  'xmlConsole.clear': true,
  'xmlConsole.save': true,
} as const satisfies Record<CommandName, true>

export const commandNames: readonly string[] = Object.keys(names)
