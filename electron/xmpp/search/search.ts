/**
 * XEP-0055: Jabber Search, version 1.3, https://xmpp.org/extensions/xep-0055.html
 * Supported: people in every directory that the server announces, by data form (Openfire, ejabberd) or by the older
 * fields (Prosody's mod_vjud). Left out: directories of rooms, and older directories where every field must hold.
 */
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { AppError, type Failure, isConnectionLost, toFailure } from '../../../shared/domain/failure.ts'
import {
  type DirectoryAnswer,
  type DirectoryPerson,
  mostDirectoryPeople,
  shortestSearch,
} from '../../../shared/domain/search.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Identity } from '../../core/own-info.ts'
import type { Clock, Log } from '../../core/ports/index.ts'
import { isBareJid, prepareBareJid, splitJid } from '../../stanza/jid.ts'
import { resultSetNamespace } from '../../stanza/result-set.ts'
import { buildFormRequest, buildSearch, searchNamespace } from './build.ts'
import { parsePeople, parseSearchForm, type SearchForm } from './parse.ts'
import { fits, type Question, questionsFor } from './questions.ts'

export interface Search {
  /**
   * Asks every directory of the server for people. A text of less than two letters asks nobody. A later call ends the
   * earlier ones, with what they have found so far. Resolves after ten seconds at most.
   * @throws AppError `not-connected`, `network-lost`
   */
  search(text: string): Promise<DirectoryAnswer>
  dispose(): void
}

/** What the search asks of service discovery (XEP-0030); null where there is no answer. */
interface Discovery {
  items(address: BareJid): Promise<readonly (BareJid | FullJid)[] | null>
  info(address: BareJid): Promise<{
    readonly identities: readonly Identity[]
    readonly features: ReadonlySet<string>
  } | null>
}

/** Services of a server that are looked at. */
const mostServices = 30
/** Milliseconds after which what has not answered is left out. */
const limit = 10_000
/** Milliseconds that a service has to say what it is. One that is dead must not keep the directory waiting each time. */
const servicePatience = 3000

interface Directory {
  readonly address: BareJid
  /** It can be told how many are wanted (XEP-0059). */
  readonly counts: boolean
  /** What it can be asked; asked for once on each stream, again where there was no answer. */
  form: Promise<SearchForm> | null
  /** It has found words by their beginning. */
  knowsBeginnings: boolean
}

export function createSearch(options: {
  readonly channel: StanzaChannel
  readonly discovery: Discovery
  readonly clock: Clock
  readonly log: Log
}): Search {
  const { channel, discovery, clock, log } = options
  const { account } = channel
  const { domain } = splitJid(account)
  const server = prepareBareJid(domain)
  let known = new Map<BareJid, Directory>()
  /** Ends the search that goes on. */
  let endEarlier = (): void => {}

  async function services(): Promise<readonly BareJid[]> {
    const items = (await discovery.items(server)) ?? []
    return [...new Set([server, ...items.filter(isBareJid).filter(each => !each.includes('@'))])].slice(0, mostServices)
  }

  /** Null where it is no directory of people. */
  async function directoryOf(service: BareJid): Promise<Directory | null> {
    const info = await discovery.info(service)
    // Openfire's rooms can be searched too, and answer with rooms.
    const isRooms = info?.identities.some(({ category }) => category === 'conference') ?? false
    if (info === null || isRooms || !info.features.has(searchNamespace)) return null
    const directory = known.get(service) ?? {
      address: service,
      counts: info.features.has(resultSetNamespace),
      form: null,
      knowsBeginnings: false,
    }
    known.set(service, directory)
    return directory
  }

  function formOf(directory: Directory): Promise<SearchForm> {
    directory.form ??= channel
      .request(buildFormRequest(directory.address), { timeoutMs: limit })
      .then(parseSearchForm, (error: unknown) => {
        directory.form = null
        throw error
      })
    return directory.form
  }

  async function search(typed: string): Promise<DirectoryAnswer> {
    endEarlier()
    const text = typed.trim()
    const collected = createCollection(account)
    if ([...text].length < shortestSearch) return collected.answer()
    if (channel.address() === null) throw new AppError('not-connected', 'nobody can be asked')
    let isOver = false
    const waits: (() => void)[] = []
    const over = new Promise<'superseded' | 'late'>(resolve => {
      endEarlier = () => resolve('superseded')
      waits.push(clock.after(limit, () => resolve('late')))
    }).finally(() => {
      isOver = true
    })

    async function ask(directory: Directory, question: Question): Promise<void> {
      const most = directory.counts ? mostDirectoryPeople + 1 : null
      const answer = await channel.request(buildSearch(directory.address, question, most), { timeoutMs: limit })
      // What comes too late, or is not wanted any more, may be large: it is not even read.
      if (isOver) return
      for (const person of parsePeople(answer)) {
        if (question.byBeginning === true) directory.knowsBeginnings = true
        if (fits(text, person.text) || !/\s/.test(text)) collected.add(person)
        if (collected.isFull()) return
      }
    }

    async function askAll(directory: Directory): Promise<void> {
      collected.asked(directory.address)
      try {
        const form = await formOf(directory)
        if (isOver) return
        const questions = questionsFor(form, text, domain, directory.knowsBeginnings)
        await Promise.all(questions.map(each => ask(directory, each)))
      } catch (error) {
        if (isConnectionLost(error)) throw error
        log.info('a directory did not answer', { error: error instanceof Error ? error.message : '' })
        collected.failed(toFailure(error))
      }
    }

    async function askEverybody(): Promise<'done'> {
      const found = (await services()).map(async service => {
        const directory = await directoryOf(service)
        if (directory !== null && !isOver) directories.push(directory)
      })
      const directories: Directory[] = []
      await Promise.race([
        Promise.all(found),
        new Promise<void>(resolve => waits.push(clock.after(servicePatience, resolve))),
      ])
      await Promise.all([...directories].map(askAll))
      return 'done'
    }

    try {
      const asking = askEverybody()
      const how = await Promise.race([asking, over])
      // What still goes on fails by itself, and nobody is interested.
      if (how !== 'done') asking.catch(() => {})
      if (how === 'late') collected.failed({ code: 'request-timed-out', details: {} })
      return collected.answer()
    } finally {
      isOver = true
      for (const end of waits) end()
    }
  }

  const end = channel.onOnline(() => {
    known = new Map()
  })
  return {
    search,
    dispose() {
      end()
      endEarlier()
    },
  }
}

function createCollection(account: BareJid) {
  const directories = new Set<BareJid>()
  const people = new Map<BareJid, DirectoryPerson>()
  let hasMore = false
  let failure: Failure | null = null
  return {
    asked: (directory: BareJid): unknown => directories.add(directory),
    /** Each address once; what the first one did not say, a later one may. */
    add({ address, name, email }: DirectoryPerson): void {
      if (address === account) return
      const before = people.get(address)
      if (before === undefined && people.size === mostDirectoryPeople) hasMore = true
      else people.set(address, { address, name: before?.name ?? name, email: before?.email ?? email })
    },
    isFull: () => hasMore,
    failed(why: Failure): void {
      failure ??= why
    },
    answer: (): DirectoryAnswer => ({
      directories: [...directories],
      people: [...people.values()].sort(byName),
      hasMore,
      failure,
    }),
  }
}

function byName(one: DirectoryPerson, other: DirectoryPerson): number {
  return (one.name ?? one.address).localeCompare(other.name ?? other.address)
}
