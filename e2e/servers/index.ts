export * from './certificates.ts'
export { type DnsEntry, type DnsServer, startDnsServer } from './dns-server.ts'
export { startEjabberd } from './ejabberd.ts'
export { type Federation, startFederation } from './federation.ts'
export { startJabberd2 } from './jabberd2.ts'
export { type Openfire, type OpenfireOptions, startOpenfire } from './openfire-replay.ts'
export { startProsody } from './prosody.ts'
export { type Proxy, type ProxyConnection, type ProxyOptions, startProxy } from './proxy.ts'
export {
  defaultAccounts,
  type RunningServer,
  type ServerAccount,
  type ServerChanges,
  type ServerKind,
  type ServerOptions,
} from './running-server.ts'
export { ConnectionClosed, type Script, type ScriptedConnection, startScriptedServer } from './scripted-server.ts'
export * from './scripted-steps.ts'
export { type Peer, type PeerOptions, startPeer } from './slixmpp.ts'
export { accepts, freePort, startTied, type TiedProcess, until } from './tied-process.ts'
