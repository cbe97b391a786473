import type { SearchForm } from './parse.ts'

/** One request to a directory: values by the names of its fields. */
export interface Question {
  /** As a data form, or by the fields of XEP-0055's first days. */
  readonly form: boolean
  readonly fields: Readonly<Record<string, string>>
  /** It looks for words that begin so: an answer proves that the directory can. */
  readonly byBeginning?: boolean
}

/** Fields that hold one word, and those that may hold more. In small letters. */
const wordFields = ['user', 'username', 'first', 'given', 'last', 'family', 'nick', 'nickname', 'jid']
const nameFields = ['fn', 'name', 'fullname']

/**
 * What a directory is asked, so that it finds who is called so, whatever its kind. Answers are to be looked at again by
 * `fits` where more than one word was typed.
 * @param text what was typed, not empty
 * @param domain of the server, to find people by the name in their address
 * @param knowsBeginnings it is known to find words by their beginning
 */
export function questionsFor(
  form: SearchForm,
  text: string,
  domain: string,
  knowsBeginnings = false,
): readonly Question[] {
  const whole = text.trim().replace(/\*/g, '').replace(/\s+/g, ' ').trim()
  if (whole === '') return []
  const [word = whole] = whole.split(' ').sort((one, other) => other.length - one.length)
  const texts = word === whole ? [word] : [whole, word]
  if (form.fields === null) return plainQuestions(form, texts, word, domain)
  const names = form.fields.map(field => field.name)
  const flags = form.fields.filter(field => field.type === 'boolean').map(field => field.name)
  const anything = names.find(name => name.toLowerCase() === 'search')
  // Openfire: one text, and where to look for it. It finds parts of words.
  if (anything !== undefined && flags.length > 0) {
    const everywhere = Object.fromEntries(flags.map(name => [name, '1']))
    return texts.map(each => ({ form: true, fields: { [anything]: each, ...everywhere } }))
  }
  const [words, fullNames, emails] = [wordFields, nameFields, ['email']].map(known =>
    names.filter(name => known.includes(name.toLowerCase())),
  ) as [string[], string[], string[]]
  if (words.length + fullNames.length === 0) return []
  // ejabberd: what stands in several fields must all be true, so that each is asked for alone. Its default database
  // finds whole values only and nothing at all for a `*`; the other ones find what begins so.
  const one = (name: string, value: string): Question => ({ form: true, fields: { [name]: value } })
  const beginnings = [...words.map(name => one(name, `${word}*`)), ...fullNames.map(name => one(name, `${whole}*`))]
  const exact = [...words.map(name => one(name, word)), ...fullNames.map(name => one(name, whole))]
  return [
    ...beginnings.map(question => ({ ...question, byBeginning: true })),
    ...(knowsBeginnings ? [] : exact),
    ...(whole.includes('@') ? emails.map(name => one(name, whole)) : []),
  ]
}

function plainQuestions(form: SearchForm, texts: readonly string[], word: string, domain: string): readonly Question[] {
  const { plain, wildcards } = form
  if (plain.length === 0) return []
  if (wildcards) return plain.flatMap(name => texts.map(each => ({ form: false, fields: { [name]: `*${each}*` } })))
  // Prosody's mod_vjud finds parts of words in any of the fields. It has to be given the e-mail address as well, or it
  // fails without an answer; one of its own domain finds that person alone.
  const everywhere = Object.fromEntries(plain.map(name => [name, word]))
  const byAddress = plain.includes('email') && !word.includes('@') ? [{ email: `${word}@${domain}` }] : []
  return [everywhere, ...byAddress].map(fields => ({ form: false, fields }))
}

/** Whether every word that was typed stands somewhere in a text. Case and accents do not matter. */
export function fits(typed: string, text: string): boolean {
  const all = folded(text)
  return folded(typed)
    .split(/[\s*]+/)
    .every(word => all.includes(word))
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
