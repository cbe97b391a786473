import { AppError } from '../../shared/domain/failure.ts'
import type {
  Download,
  FileCopy,
  FileKind,
  FileToken,
  SharedFile,
  StagedFile,
  Transfer,
  TransferId,
  UploadLimits,
} from '../../shared/domain/file.ts'
import type { Message, MessageId, MessageState } from '../../shared/domain/message.ts'
import type { Language } from '../../shared/domain/settings.ts'
import type { fileCommands } from '../../shared/ipc/file.ts'
import type { CommandHandlers } from '../../shared/ipc/index.ts'
import type { AccountSnapshot } from '../../shared/ipc/program.ts'
import { address, ricky } from './people.ts'
import { now, type Talk } from './talks.ts'

/** `going`: on their way; `refused`: the server takes none; `waiting`: there is no connection. */
export type FilesVariant = 'here' | 'going' | 'refused' | 'waiting'

const ana = address('Ana')
const minute = 60_000
const host = 'mired.org:7443'
const copy = (sign: string): FileCopy => sign.repeat(32) as FileCopy
const named = (language: Language, en: string, es: string): string => (language === 'es' ? es : en)
const unseen = { mediaType: null, width: null, height: null } as const

function file(name: string, kind: FileKind, size: number | null, over: Partial<SharedFile> = {}): SharedFile {
  return { ...unseen, name, kind, size, host, copy: null, ...over }
}

/** A talk with files of each kind, here and not here. */
export function fileTalkIn(language: Language, variant: FilesVariant): Talk {
  const say = (en: string, es: string) => named(language, en, es)
  const picture = { width: 720, height: 540, copy: copy('3') } as const
  const lines: readonly (readonly [number, MessageState | null, string, SharedFile?])[] = [
    [-30, null, '', file(say('onion-40x.png', 'cebolla-40x.png'), 'picture', 412_000, picture)],
    [-29, null, say('This one for the cover!', '¡Esta para la portada!')],
    [-21, 'displayed', '', file(say('timetable-term-2.pdf', 'horario-2-trimestre.pdf'), 'pdf', 2_900_000)],
    [-20, null, '', file(say('large-photo.jpg', 'foto-grande.jpg'), 'picture', 9_400_000)],
    [-12, null, '', file(say('recording.mp3', 'grabación.mp3'), 'audio', null)],
    [-11, null, '', file(say('old-minutes.odt', 'acta-antigua.odt'), 'document', 84_000)],
    [-6, null, '', file('instalador-de-la-impresora-del-laboratorio.exe', 'program', 14_200_000, { copy: copy('4') })],
  ]
  const messages = (variant === 'here' ? lines : lines.slice(0, 3)).map(
    ([at, state, words, shared], index): Message => {
      const body = words === '' ? `https://${host}/httpfileupload/${index}` : words
      const sent = state === null ? 'in' : 'out'
      return {
        ...{ account: ricky, id: `file ${index}` as MessageId, peer: ana, direction: sent, body, state, failure: null },
        ...{ time: now + at * minute, order: index + 1 },
        ...(shared !== undefined && { file: shared }),
      }
    },
  )
  return {
    conversation: {
      ...{ account: ricky, peer: ana, kind: 'person', lastMessage: messages.at(-1) ?? null },
      ...{ unread: 0, mentioned: false, readUpTo: messages.length, draft: '' },
    },
    messages,
  }
}

/** What is on its way. */
export function fileStateIn(
  language: Language,
  variant: FilesVariant,
): Pick<AccountSnapshot, 'transfers' | 'downloads'> {
  const say = (en: string, es: string) => named(language, en, es)
  const transfer = (index: number, over: Partial<Transfer> & Pick<Transfer, 'name' | 'kind' | 'size'>): Transfer => ({
    ...{ ...unseen, account: ricky, id: `t${index}` as TransferId, peer: ana, caption: '', time: now - 1000 + index },
    phase: { type: 'waiting' },
    ...over,
  })
  const report = { name: say('report-cells.pdf', 'informe-celulas.pdf'), kind: 'pdf', size: 2_900_000 } as const
  const slides = { name: say('slides.odp', 'diapositivas.odp'), kind: 'document', size: 11_800_000 } as const
  if (variant === 'waiting') return { transfers: [transfer(1, report)], downloads: [] }
  if (variant === 'going') {
    const film = { name: say('experiment.mp4', 'experimento.mp4'), kind: 'video', size: 48_000_000 } as const
    const failure = { code: 'upload-quota', details: { domain: 'mired.org' } } as const
    return {
      transfers: [
        transfer(1, { ...film, phase: { type: 'failed', failure } }),
        transfer(2, { ...report, phase: { type: 'uploading', sent: 1_800_000 } }),
        transfer(3, { ...slides, caption: say('Page 3 has the label.', 'La etiqueta está en la página 3.') }),
      ],
      downloads: [],
    }
  }
  const downloads: readonly Download[] = [
    { message: 'file 4' as MessageId, phase: { type: 'downloading', received: 1_100_000, size: 3_400_000 } },
    {
      message: 'file 5' as MessageId,
      phase: { type: 'failed', failure: { code: 'download-gone', details: { host: 'mired.org' } } },
    },
  ]
  return { transfers: [], downloads: variant === 'here' ? downloads : [] }
}

/** A main process in which a person chooses the same files every time, the second time one that is too large. */
export function fileAnswers(language: Language, limits: UploadLimits): CommandHandlers<keyof typeof fileCommands> {
  let asked = 0
  const say = (en: string, es: string) => named(language, en, es)
  const nothing = () => undefined
  return {
    'file.limits': () => limits,
    'file.choose': () => {
      asked += 1
      return asked === 1
        ? [
            staged(1, say('onion-40x.png', 'cebolla-40x.png'), 'picture', 412_000, { width: 720, height: 540 }),
            staged(
              2,
              say('report-cells-under-the-microscope.pdf', 'informe-celulas-al-microscopio.pdf'),
              'pdf',
              2_900_000,
            ),
          ]
        : [staged(3, say('experiment.mp4', 'experimento.mp4'), 'video', 148_000_000)]
    },
    'file.stage': ({ name, bytes }) => staged(9, name ?? '2026-11-21 10.52.00.png', 'picture', bytes.length),
    'file.unstage': nothing,
    'file.hold': nothing,
    'file.held': () => [],
    'file.send': () => [],
    'transfer.retry': nothing,
    'transfer.cancel': nothing,
    'file.download': () => {
      throw new AppError('download-cancelled', 'Nothing is fetched in a picture')
    },
    'file.cancelDownload': nothing,
    'file.open': nothing,
    'file.save': () => true,
    'file.reveal': nothing,
  }
}

/** What was dropped: as many as there were. */
export function stagedFiles(files: readonly unknown[]): readonly StagedFile[] {
  return files
    .filter(each => each instanceof File)
    .map(each => staged(20 + stagedCount++, each.name, 'other', Math.max(1, each.size)))
}

let stagedCount = 0

function staged(
  index: number,
  name: string,
  kind: FileKind,
  size: number,
  sides: Partial<Pick<StagedFile, 'width' | 'height'>> = {},
): StagedFile {
  const token = index.toString(16).padStart(2, '5').repeat(16) as FileToken
  return { ...unseen, name, kind, size, token, ...sides }
}
