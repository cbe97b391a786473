import type { Peer } from '../../shared/domain/address.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { Message, MessageId, MessageState } from '../../shared/domain/message.ts'
import type { Language } from '../../shared/domain/settings.ts'
import { address, ricky } from './people.ts'

/** The moment in which every screen is shown: Saturday, 21 November 2026, 10:52, local time. */
export const now = new Date(2026, 10, 21, 10, 52).getTime()

/** `10:41` today, or with days before: `-1 18:02`. */
function at(when: string): number {
  const [first = '', second] = when.split(' ')
  const [hours, minutes] = (second ?? first).split(':').map(Number)
  return new Date(2026, 10, 21 + (second === undefined ? 0 : Number(first)), hours, minutes).getTime()
}

type Line = readonly [when: string, state: MessageState | 'in', en: string, es: string]

const withAna: readonly Line[] = [
  [
    '-1 18:02',
    'in',
    'Did your microscope photos come out? Mine are too dark.',
    '¿Te salieron las fotos del microscopio? Las mías están muy oscuras.',
  ],
  [
    '-1 18:10',
    'displayed',
    'They did, I used the strong lamp: https://mired.org/lab/onion-40x',
    'Sí, usé la lámpara fuerte: https://mired.org/lab/cebolla-40x',
  ],
  [
    '10:31',
    'in',
    'This one for the cover! But the label said 10×, it was 40×, no?',
    '¡Esta para la portada! Pero la etiqueta decía 10×, y era 40×, ¿no?',
  ],
  ['10:33', 'delivered', 'You are right, 40×. Corrected on page 3.', 'Tienes razón, 40×. Corregido en la página 3.'],
  ['10:41', 'in', 'Inés is asking for it already.', 'Inés ya pregunta por él.'],
  [
    '10:42',
    'in',
    'Send me the whole report? Inés wants it before 12.',
    '¿Me mandas el informe entero? Inés lo quiere antes de las 12.',
  ],
]

const answers: readonly Line[] = [
  ['10:43', 'stored', 'On its way.', 'Ahora mismo.'],
  ['10:43', 'sent', 'I also have the bibliography.', 'Y tengo la bibliografía.'],
  ['10:44', 'failed', 'Shall I bring a printed copy?', '¿Llevo una copia impresa?'],
  ['10:44', 'queued', 'Tell me how many you need.', 'Dime cuántas necesitas.'],
]

const whileOffline: readonly Line[] = [
  ['10:43', 'displayed', 'On its way.', 'Ahora mismo.'],
  [
    '10:51',
    'queued',
    'The wifi is gone here. You get it as soon as it is back.',
    'Aquí se ha ido el wifi. Te llega en cuanto vuelva.',
  ],
  ['10:51', 'queued', 'Page 3 has the label.', 'La etiqueta está en la página 3.'],
]

const others: Readonly<Record<string, readonly Line[]>> = {
  Carla: [
    ['10:31', 'in', 'Good morning!', '¡Buenos días!'],
    ['10:32', 'in', 'I have the slides, where do I put them?', 'Tengo las diapositivas, ¿dónde las pongo?'],
  ],
  Alejandro: [['10:15', 'in', 'Who brings the cable?', '¿Quién lleva el cable?']],
  Bob: [['9:58', 'displayed', 'Perfect, see you at the break', 'Perfecto, nos vemos en el recreo']],
  Lucía: [['9:12', 'in', 'The timetable for the second term is out', 'Ha salido el horario del segundo trimestre']],
  Darío: [['8:50', 'failed', 'Are you coming?', '¿Vienes?']],
  Elena: [['-1 17:20', 'delivered', 'I left it on your desk', 'Te lo dejé en la mesa']],
  Hugo: [['-2 12:05', 'in', 'Chess is in the library this week', 'Esta semana el ajedrez es en la biblioteca']],
  Mateo: [['-3 11:40', 'delivered', 'thanks!', '¡gracias!']],
  Nora: [['-18 9:30', 'stored', 'I will tell the others', 'Se lo digo a los demás']],
}

/** Begun and not sent. */
const drafts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  Ana: { en: 'I can print it for you if Inés', es: 'Te lo puedo imprimir si Inés' },
  Bob: { en: 'By the way, could you', es: 'Por cierto, ¿podrías' },
  Elena: { en: 'Did you find it?\nIf not, ask Nora', es: '¿Lo encontraste?\nSi no, pregunta a Nora' },
}

export interface Talk {
  readonly conversation: Conversation
  readonly messages: readonly Message[]
}

export type TalkVariant = 'usual' | 'answered' | 'offline' | 'long' | 'drafted'

/** Every conversation of the world; the one with Ana as far as the variant says. */
export function talksIn(language: Language, variant: TalkVariant): ReadonlyMap<Peer, Talk> {
  const ana = [...withAna, ...(variant === 'offline' ? whileOffline : variant === 'usual' ? [] : answers)]
  const unread: Readonly<Record<string, number>> = { Carla: 2, Ana: variant === 'usual' ? 2 : 0 }
  const talks = Object.entries({ Ana: variant === 'long' ? long(ana) : ana, ...others }).map(([name, lines]) =>
    talk(name, lines, language, unread[name] ?? 0, variant === 'drafted' ? drafts[name]?.[language] : ''),
  )
  return new Map(talks.map(each => [each.conversation.peer, each]))
}

/** Far more than one page of older messages, of different heights. */
function long(newest: readonly Line[]): readonly Line[] {
  const older = Array.from({ length: 300 }, (_, index): Line => {
    const words = `${index + 1}. ${'Onion skin under the microscope. '.repeat(1 + ((index * 7) % 5))}`
    return [
      `-${12 - Math.floor(index / 25)} ${8 + (index % 12)}:${10 + (index % 50)}`,
      index % 3 === 0 ? 'displayed' : 'in',
      words,
      words,
    ]
  })
  return [...older, ...newest]
}

function talk(name: string, lines: readonly Line[], language: Language, unread: number, draft = ''): Talk {
  const peer = address(name)
  const messages = lines.map(([when, state, en, es], index): Message => {
    const failed = state === 'failed'
    return {
      account: ricky,
      id: `${name} ${index}` as MessageId,
      peer,
      direction: state === 'in' ? 'in' : 'out',
      body: language === 'es' ? es : en,
      time: at(when),
      order: index + 1,
      state: state === 'in' ? null : state,
      failure: failed ? { code: 'request-timed-out', details: { domain: 'mired.org' } } : null,
    }
  })
  const conversation = {
    account: ricky,
    peer,
    lastMessage: messages.at(-1) ?? null,
    kind: 'person' as const,
    unread,
    mentioned: false,
    readUpTo: messages.length - unread,
    draft,
  }
  return { conversation, messages }
}
