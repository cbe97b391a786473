import type { TextKey } from '../../shared/lang/catalogue.ts'
import type { SettingsSection } from '../features/settings/sections.ts'
import type { ViewId } from '../state/view.ts'
import type { WorldId } from './worlds.ts'

/** How wide and high a window is, in pixels. */
export const sizes = { wide: [1280, 800], middle: [900, 700], narrow: [480, 800], gate: [480, 640] } as const
export type SizeId = keyof typeof sizes

/** What a person does before the picture. Names are those of the catalogue, in the language of the picture. */
export type Step =
  | { readonly press: string }
  | { readonly type: string }
  | {
      readonly click: readonly [
        role: 'button' | 'link' | 'tab' | 'option' | 'menuitem' | 'radio' | 'searchbox',
        name: TextKey,
      ]
    }
  /** A row or a message that holds this text. */
  | { readonly open: string }
  | { readonly hover: string }
  /** Holds a file over it. */
  | { readonly drag: string }
  /** Waits for something that comes by itself, by its selector. */
  | { readonly see: string }

export interface Screen {
  readonly world: WorldId
  readonly sizes: readonly SizeId[]
  readonly steps: readonly Step[]
  /** Components of `renderer/features` that are windows of their own and are seen here. */
  readonly shows: readonly string[]
  readonly density?: 'compact'
  readonly contrast?: 'more'
  /** Percent. */
  readonly textSize?: number
}

const both = ['wide', 'narrow'] as const
const ana: Step = { open: 'Ana' }
const settings: Step = { press: 'Control+,' }
const status: Step = { click: ['button', 'presence.mine'] }
/** The contact list, with the focus in its head. */
const contacts: readonly Step[] = [{ click: ['link', 'frame.contacts'] }, { press: 'F6' }]
/** With the focus on the first group. */
const rows: readonly Step[] = [...contacts, { press: 'Home' }]
const first: readonly Step[] = [{ press: 'ArrowDown' }]
const rooms: Step = { click: ['link', 'frame.rooms'] }
const joinRoom: readonly Step[] = [rooms, { press: 'Control+j' }, { see: '.public-room' }]
const joinNow: Step = { press: 'Enter' }
const clase: Step = { open: 'clase' }
/** With the focus on the first of the participants. */
const toPeople: readonly Step[] = [{ press: 'F6' }, { press: 'Tab' }]
/** With the focus in the rows of the list. */
const row: readonly Step[] = [{ press: 'F6' }]
const profile: Step = { click: ['button', 'contact.showProfile'] }
const section = (name: SettingsSection): Screen => ({
  world: 'usual',
  sizes: both,
  steps: [settings, { click: ['option', `settings.${name}`] }],
  shows: ['settings/settings-list', 'settings/settings-page'],
})

/** A view of the rail or a section of the settings that has no screen here does not compile. */
type Required = `view ${ViewId}` | `settings ${SettingsSection}`

/** Every screen there is: `npm run screenshots` makes pictures of them. */
export const screens = {
  'sign-in': { world: 'signed-out', sizes: ['gate'], steps: [], shows: ['sign-in/sign-in'] },
  'sign-in busy': { world: 'signing-in', sizes: ['gate'], steps: [], shows: [] },
  'sign-in refused': { world: 'refused', sizes: ['gate'], steps: [], shows: [] },
  'sign-in connection': {
    world: 'signed-out',
    sizes: ['gate'],
    steps: [{ click: ['button', 'signIn.advanced'] }],
    shows: ['sign-in/advanced-dialog'],
  },
  'sign-in security': {
    world: 'signed-out',
    sizes: ['gate'],
    steps: [{ click: ['button', 'signIn.advanced'] }, { click: ['tab', 'signIn.securityTab'] }],
    shows: [],
  },
  certificate: { world: 'untrusted', sizes: ['gate'], steps: [], shows: ['certificate/certificate-dialog'] },
  'certificate changed': { world: 'changed', sizes: ['gate'], steps: [], shows: [] },
  'view chats': { world: 'usual', sizes: both, steps: [], shows: ['chats/chats', 'frame/frame', 'frame/welcome'] },
  'view contacts': {
    world: 'usual',
    sizes: both,
    steps: [{ click: ['link', 'frame.contacts'] }, { press: 'F6' }, { press: 'Home' }, { press: 'ArrowDown' }],
    shows: ['contacts/contacts', 'contacts/profile-page'],
  },
  'view rooms': { world: 'rooms', sizes: both, steps: [rooms], shows: ['rooms/rooms'] },
  'rooms empty': { world: 'usual', sizes: both, steps: [rooms], shows: [] },
  'room join': {
    world: 'rooms',
    sizes: ['wide', 'middle', 'narrow'],
    steps: joinRoom,
    shows: ['rooms/join-room-dialog'],
  },
  'room create': {
    world: 'rooms',
    sizes: both,
    steps: [...joinRoom, { type: 'practica-5' }, { click: ['button', 'room.moreSettings'] }],
    shows: [],
  },
  'rooms of another service': {
    world: 'rooms',
    sizes: ['wide'],
    steps: [
      ...joinRoom,
      { click: ['button', 'room.otherService'] },
      { type: 'salas.lento.example' },
      { press: 'Enter' },
      { see: '[data-code="request-timed-out"]' },
    ],
    shows: [],
  },
  'rooms service refused': {
    world: 'rooms',
    sizes: ['narrow'],
    steps: [
      ...joinRoom,
      { click: ['button', 'room.otherService'] },
      { type: 'mal' },
      { press: 'Enter' },
      { see: '.public-rooms-other .text-field-error' },
    ],
    shows: [],
  },
  'room full': { world: 'rooms', sizes: both, steps: [...joinRoom, { type: 'llena' }, joinNow], shows: [] },
  'room nick taken': { world: 'rooms', sizes: ['wide'], steps: [...joinRoom, { type: 'apodo' }, joinNow], shows: [] },
  'room needs password': {
    world: 'rooms',
    sizes: ['wide'],
    steps: [...joinRoom, { type: 'secreta' }, joinNow],
    shows: [],
  },
  'room for members': { world: 'rooms', sizes: ['wide'], steps: [...joinRoom, { type: 'socios' }, joinNow], shows: [] },
  'rooms none on the server': {
    world: 'answered',
    sizes: ['wide'],
    steps: [{ press: 'Control+j' }, { see: '[data-code="no-room-service"]' }],
    shows: [],
  },
  room: { world: 'rooms', sizes: ['wide', 'middle', 'narrow'], steps: [clase], shows: ['rooms/participants-panel'] },
  'room participants': {
    world: 'rooms',
    sizes: ['middle', 'narrow'],
    steps: [clase, { click: ['button', 'room.participants'] }],
    shows: [],
  },
  'room participant menu': {
    world: 'rooms',
    sizes: ['wide'],
    steps: [clase, ...toPeople, { press: 'b' }, { press: 'Enter' }],
    shows: [],
  },
  'room remove': {
    world: 'rooms',
    sizes: ['wide'],
    steps: [clase, ...toPeople, { press: 'b' }, { press: 'Enter' }, { click: ['menuitem', 'room.kick'] }],
    shows: ['rooms/kick-dialog'],
  },
  'room invite': {
    world: 'rooms',
    sizes: both,
    steps: [
      ...([clase, { click: ['button', 'room.invite'] }, { type: 'ele' }, { press: 'Enter' }] as const),
      ...([{ type: 'sof' }, { press: 'Enter' }, { type: 'al' }, { see: '.people-field-section' }] as const),
    ],
    shows: ['rooms/invite-dialog'],
  },
  'room settings': {
    world: 'rooms',
    sizes: both,
    steps: [clase, { click: ['button', 'room.settings'] }, { see: '.room-form' }],
    shows: ['rooms/room-settings-dialog'],
  },
  'room topic': {
    world: 'rooms',
    sizes: both,
    steps: [clase, { click: ['button', 'room.changeTopic'] }, { press: 'Enter' }],
    shows: ['rooms/topic-dialog'],
  },
  'room writing': {
    world: 'rooms',
    sizes: both,
    steps: [clase, { type: 'On my way, @a' }, { press: 'l' }, { see: '.completions' }],
    shows: [],
  },
  'room visitor': { world: 'room-visitor', sizes: both, steps: [clase], shows: [] },
  'room crowd': { world: 'room-crowd', sizes: ['wide'], steps: [clase, ...toPeople, { press: 'End' }], shows: [] },
  'room left': { world: 'rooms', sizes: both, steps: [rooms, ...row, { press: 'End' }, { press: 'Enter' }], shows: [] },
  'room private': { world: 'rooms', sizes: both, steps: [{ open: 'Hugo \\((in|en) clase\\)' }], shows: [] },
  'view settings': { world: 'usual', sizes: both, steps: [settings], shows: [] },
  'settings account': section('account'),
  'settings status': section('status'),
  'settings notifications': section('notifications'),
  'settings found': {
    world: 'usual',
    sizes: both,
    steps: [settings, { click: ['searchbox', 'settings.search'] }, { type: 'te' }, { press: 'ArrowDown' }],
    shows: [],
  },
  'settings appearance': section('appearance'),
  'settings language': section('language'),
  'settings xmlConsole': { ...section('xmlConsole'), sizes: ['wide', 'middle', 'narrow'] },
  'xml console filtered': {
    world: 'usual',
    sizes: both,
    steps: [
      settings,
      { click: ['option', 'settings.xmlConsole'] },
      { click: ['radio', 'xmlConsole.message'] },
      { click: ['button', 'xmlConsole.pause'] },
      { click: ['button', 'xmlConsole.save'] },
    ],
    shows: [],
  },
  'xml console nothing': {
    world: 'usual',
    sizes: ['wide'],
    steps: [settings, { click: ['option', 'settings.xmlConsole'] }, { click: ['button', 'xmlConsole.clear'] }],
    shows: [],
  },
  'settings privacy': { ...section('privacy'), world: 'noticed' },
  'settings privacy offline': { ...section('privacy'), world: 'noticed offline', shows: [] },
  'settings about': section('about'),
  notices: { world: 'noticed', sizes: both, steps: [{ open: 'mired.org' }], shows: [] },
  'conversation unsupported': { world: 'noticed', sizes: both, steps: [{ open: 'Carla' }], shows: [] },
  'conversation blocked': { world: 'noticed', sizes: both, steps: [{ open: 'Hugo' }], shows: [] },
  'conversation menu': {
    world: 'noticed',
    sizes: ['wide'],
    steps: [ana, { click: ['button', 'conversation.actions'] }],
    shows: [],
  },
  'block question': {
    world: 'noticed',
    sizes: both,
    steps: [ana, { click: ['button', 'conversation.actions'] }, { click: ['menuitem', 'blocking.block'] }],
    shows: ['blocking/block-dialog'],
  },
  conversation: {
    world: 'usual',
    sizes: ['wide', 'middle', 'narrow'],
    steps: [ana],
    shows: ['conversation/conversation'],
  },
  'conversation profile': {
    world: 'answered',
    sizes: ['wide', 'middle', 'narrow'],
    steps: [ana, { click: ['button', 'contact.showProfile'] }, { see: '.facts-row:nth-of-type(4)' }],
    shows: ['contacts/profile-panel'],
  },
  'conversation writing': {
    world: 'answered',
    sizes: both,
    steps: [ana, { type: 'On Friday\nI can bring\nthe cable' }],
    shows: [],
  },
  'conversation not sent': {
    world: 'answered',
    sizes: ['wide'],
    steps: [ana, { type: 'Hm' }, { press: 'Enter' }],
    shows: [],
  },
  'conversation actions': {
    world: 'answered',
    sizes: both,
    steps: [ana, { press: 'Shift+F6' }, { press: 'ArrowUp' }, { press: 'Shift+F10' }],
    shows: [],
  },
  'conversation typing': { world: 'typing', sizes: both, steps: [ana], shows: [] },
  'chats typing': { world: 'typing', sizes: ['narrow'], steps: [], shows: [] },
  'conversation delivery': {
    world: 'answered',
    sizes: both,
    steps: [
      ...[ana, { press: 'Shift+F6' }, { press: 'ArrowUp' }, { press: 'ArrowUp' }, { press: 'ArrowUp' }],
      ...[{ press: 'Shift+F10' }, { click: ['menuitem', 'message.details'] }],
    ],
    shows: [],
  },
  'conversation long': {
    world: 'long',
    sizes: ['wide'],
    steps: [ana, { press: 'Shift+F6' }, { press: 'Home' }],
    shows: [],
  },
  'conversation gap': {
    world: 'gap',
    sizes: both,
    steps: [ana, { see: '.log-gap' }],
    shows: [],
  },
  files: { world: 'files', sizes: ['wide', 'middle', 'narrow'], steps: [ana, { see: '.file-card' }], shows: [] },
  'files above': {
    world: 'files',
    sizes: both,
    steps: [ana, { press: 'Shift+F6' }, { press: 'Home' }, { see: '.file-picture' }],
    shows: [],
  },
  'files large': {
    world: 'files',
    sizes: both,
    steps: [
      ...[ana, { press: 'Shift+F6' }, { press: 'Home' }, { press: 'Tab' }, { press: 'Enter' }],
      { see: '.picture-dialog' },
    ],
    shows: ['files/picture-dialog'],
  },
  'files going': { world: 'files going', sizes: both, steps: [ana, { see: '.meter' }], shows: [] },
  'files waiting': { world: 'files waiting', sizes: ['wide'], steps: [ana, { see: '.file-card' }], shows: [] },
  'files tray': {
    world: 'files going',
    sizes: both,
    steps: [ana, { press: 'Control+o' }, { see: '.file-tray-file' }],
    shows: [],
  },
  'files too large': {
    world: 'files going',
    sizes: both,
    steps: [
      ana,
      { press: 'Control+o' },
      { see: '.file-tray-file' },
      { press: 'Control+o' },
      { see: '[data-large="true"]' },
    ],
    shows: [],
  },
  'files in large text': {
    world: 'files going',
    sizes: ['narrow'],
    steps: [ana, { press: 'Control+o' }, { see: '.file-tray-file' }],
    shows: [],
    textSize: 150,
  },
  'files in contrast': {
    world: 'files',
    sizes: ['wide'],
    steps: [ana, { see: '.file-card' }],
    shows: [],
    contrast: 'more',
  },
  'files held over': {
    world: 'files going',
    sizes: both,
    steps: [ana, { drag: '.conversation' }, { see: '.drop-target' }],
    shows: [],
  },
  'files refused': {
    world: 'files refused',
    sizes: both,
    steps: [ana, { press: 'Control+o' }, { see: '[data-code="no-upload-service"]' }],
    shows: [],
  },
  'conversation new': { world: 'usual', sizes: ['wide'], steps: [{ open: 'Hugo' }], shows: [] },
  compact: { world: 'answered', sizes: ['wide'], steps: [ana], shows: [], density: 'compact' },
  contrast: { world: 'answered', sizes: ['wide'], steps: [ana], shows: [], contrast: 'more' },
  'large text': { world: 'answered', sizes: both, steps: [ana], shows: [], textSize: 150 },
  'contacts of a crowd': {
    world: 'crowd',
    sizes: ['wide'],
    steps: [{ click: ['link', 'frame.contacts'] }],
    shows: [],
  },
  'contacts filtered': {
    world: 'usual',
    sizes: ['wide'],
    steps: [{ click: ['link', 'frame.contacts'] }, { press: 'F6' }, { press: 'Shift+Tab' }, { type: 'xyz' }],
    shows: [],
  },
  'contacts asked': {
    world: 'asked',
    sizes: both,
    steps: [...contacts, { press: 'End' }],
    shows: [],
  },
  'contact add': {
    world: 'asked',
    sizes: both,
    steps: [...contacts, { click: ['button', 'contact.add'] }],
    shows: ['contacts/add-contact-dialog'],
  },
  'contact add refused': {
    world: 'asked',
    sizes: ['wide'],
    steps: [...contacts, { click: ['button', 'contact.add'] }, { press: 'Enter' }],
    shows: [],
  },
  'contact menu': { world: 'asked', sizes: ['wide'], steps: [...rows, ...first, { press: 'Shift+F10' }], shows: [] },
  'contact edit': {
    world: 'asked',
    sizes: both,
    steps: [...rows, ...first, { press: 'Shift+F10' }, { click: ['menuitem', 'contact.action-edit'] }],
    shows: ['contacts/edit-contact-dialog'],
  },
  'contact remove': {
    world: 'asked',
    sizes: both,
    steps: [...rows, ...first, { press: 'Shift+F10' }, { click: ['menuitem', 'contact.action-remove'] }],
    shows: ['contacts/remove-contact-dialog'],
  },
  'contact failure': {
    world: 'asked',
    sizes: ['wide'],
    steps: [...rows, { press: 'p' }, { click: ['button', 'contact.askAgain'] }],
    shows: [],
  },
  'contact not accepted': {
    world: 'asked',
    sizes: both,
    steps: [...rows, { press: 'p' }, { press: 'Enter' }, profile],
    shows: [],
  },
  'contact no answer': { world: 'asked', sizes: ['wide'], steps: [...rows, { press: 's' }], shows: [] },
  'own status': { world: 'answered', sizes: both, steps: [status], shows: ['frame/own-status'] },
  'sign out': {
    world: 'answered',
    sizes: both,
    steps: [status, { click: ['button', 'frame.signOut'] }],
    shows: ['settings/sign-out-dialog'],
  },
  search: {
    world: 'answered',
    sizes: both,
    steps: [ana, { press: 'Control+k' }, { type: 'ale' }, { see: '.search-address >> text=alex3a' }],
    shows: ['search/search'],
  },
  'search public rooms': {
    world: 'rooms',
    sizes: ['wide'],
    steps: [{ press: 'Control+k' }, { type: 'lun' }, { see: '.search-option >> text=senul' }],
    shows: [],
  },
  'search messages': {
    world: 'long',
    sizes: both,
    steps: [{ press: 'Control+k' }, { type: 'onion' }, { see: '.search-more' }, { press: 'ArrowDown' }],
    shows: [],
  },
  'search found': {
    world: 'long',
    sizes: both,
    steps: [{ press: 'Control+k' }, { type: '150 onion' }, { see: '.search-hit >> text=150' }, { press: 'Enter' }],
    shows: [],
  },
  'conversation find': {
    world: 'long',
    sizes: both,
    steps: [ana, { press: 'Control+f' }, { type: '15 onion' }, { see: '[data-found="true"]' }, { press: 'Enter' }],
    shows: ['conversation/find-bar'],
  },
  'conversation find nothing': {
    world: 'answered',
    sizes: ['narrow'],
    steps: [ana, { press: 'Control+f' }, { type: 'xyzzy' }],
    shows: [],
  },
  'search silent': {
    world: 'answered',
    sizes: ['wide'],
    steps: [{ press: 'Control+k' }, { type: 'tarde' }, { see: '[data-note]' }],
    shows: [],
  },
  'search crowd': {
    world: 'answered',
    sizes: ['wide'],
    steps: [{ press: 'Control+k' }, { type: 'todo' }, { see: '[data-note]' }],
    shows: [],
  },
  'search address': {
    world: 'answered',
    sizes: ['wide'],
    steps: [{ press: 'Control+k' }, { type: 'begoña@otra.example' }],
    shows: [],
  },
  'search nothing': {
    world: 'answered',
    sizes: both,
    steps: [{ press: 'Control+k' }, { type: 'xyz' }, { see: '.search-nothing-title' }],
    shows: [],
  },
  offline: { world: 'offline', sizes: both, steps: [ana], shows: ['frame/connection-bar'] },
  'offline trying': { world: 'trying', sizes: ['wide'], steps: [ana], shows: [] },
  conflict: { world: 'conflict', sizes: both, steps: [ana], shows: [] },
  'not encrypted': { world: 'not-encrypted', sizes: ['wide'], steps: [ana], shows: [] },
  repaired: { world: 'repaired', sizes: both, steps: [], shows: ['troubles/troubles'] },
  'sign-in repaired': { world: 'repaired-signed-out', sizes: ['gate'], steps: [], shows: [] },
  'disk full': { world: 'disk-full', sizes: both, steps: [ana], shows: [] },
  reloaded: { world: 'reloaded', sizes: both, steps: [], shows: [] },
  'chats drafts': { world: 'reloaded', sizes: both, steps: [{ press: 'Escape' }], shows: [] },
  empty: { world: 'empty', sizes: both, steps: [], shows: [] },
  'empty contacts': { world: 'empty', sizes: ['wide'], steps: [{ click: ['link', 'frame.contacts'] }], shows: [] },
} as const satisfies Readonly<Record<Required, Screen>> & Readonly<Record<string, Screen>>

export type ScreenId = keyof typeof screens
