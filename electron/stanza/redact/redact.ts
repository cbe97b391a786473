/**
 * Elements without the secrets in them, for eyes, files and logs: what @xmpp/debug hides (SASL, RFC 6120; SASL2,
 * XEP-0388; FAST, XEP-0484), at any depth, and all the others: registration (0077, 0078), passwords of rooms and
 * bookmarks (0045, 0048, 0249, 0402), form fields (0004), upload slots (0363), resumption (0198), pre-authorisation
 * (0445), credentials of other services (0215), and whatever bears such a name. What people say to each other
 * (`<body/>`, `<subject/>`) stays, but for secrets in addresses.
 */
import { hideSensitive } from '@xmpp/debug'
import { Element } from '../element.ts'
import { hidden, redactSlot, redactSpoken, redactText } from './redact-text.ts'
import { isOpenProof, isProofNamespace, isSecretName, registration, registrationSecrets } from './secret-names.ts'

/** Levels below which nothing is shown; the connection lets in less. */
const deepest = 100
/** Characters that an element takes without its name: brackets, a line, its indentation. */
const leastElement = 16
/** Fields that are remembered as private. */
const mostFields = 500

export interface RedactOptions {
  /** Characters of names, values and text that are kept, about. What does not fit is left out as a whole. */
  readonly size?: number
  /**
   * Form fields that were declared `text-private`, and will be remembered here: a form that is sent in need not say so
   * again (XEP-0004, 3.2: "the type attribute … MAY be omitted").
   */
  readonly privateFields?: Set<string>
}

export interface Redacted {
  /** A copy that holds no secret. */
  readonly element: Element
  /** Something did not fit. */
  readonly cut: boolean
}

export function redact(element: Element, options: RedactOptions = {}): Redacted {
  const privateFields = options.privateFields ?? new Set<string>()
  const budget = createBudget(options.size ?? Number.POSITIVE_INFINITY)
  const copy = copyOf(element, budget, privateFields, 0)
  // Prefixes and namespaces may be declared by the stream's header.
  copy.parent = element.parent
  hideIn(copy, { spoken: false, proof: false, slot: false, privateFields })
  copy.parent = null
  return { element: copy, cut: budget.cut() }
}

function createBudget(size: number) {
  let left = size
  let cut = false
  return {
    /** Text that is too long is left out, not cut through: half a secret has lost what it is known by. */
    take(length: number): boolean {
      const fits = length <= left
      if (fits) left -= length
      else cut = true
      return fits
    },
    /** Not even the smallest would fit: nobody need look at all the others. */
    isSpent(): boolean {
      const spent = left < leastElement
      cut ||= spent
      return spent
    },
    cut: () => cut,
  }
}

type Budget = ReturnType<typeof createBudget>

function copyOf(element: Element, budget: Budget, privateFields: Set<string>, depth: number): Element {
  const copy = new Element(element.name)
  for (const [name, value] of Object.entries(element.attrs)) {
    // Outgoing ones may hold numbers, and what is left out when they are written.
    if (value === undefined || value === null) continue
    const text = String(value)
    if (budget.take(name.length + text.length)) copy.attrs[name] = text
  }
  if (copy.attrs.type === 'text-private') remember(copy.attrs.var, privateFields)
  let words = ''
  const flush = (): void => {
    // A text may have come in pieces: between two of them a secret would not be known.
    if (words !== '' && budget.take(words.length)) copy.append(words)
    words = ''
  }
  for (const child of element.children) {
    if (budget.isSpent()) break
    if (!(child instanceof Element)) words += String(child)
    else if (budget.take(depth < deepest ? leastElement + child.name.length : Number.POSITIVE_INFINITY)) {
      flush()
      copy.append(copyOf(child, budget, privateFields, depth + 1))
    }
  }
  flush()
  return copy
}

function remember(field: string | undefined, privateFields: Set<string>): void {
  if (field !== undefined && privateFields.size < mostFields) privateFields.add(field)
}

interface Place {
  /** In what a person wrote. */
  readonly spoken: boolean
  /** Inside of what proves something: only what is known to be open is shown. */
  readonly proof: boolean
  readonly slot: boolean
  readonly privateFields: ReadonlySet<string>
}

function hideIn(element: Element, above: Place): void {
  hideSensitive(element)
  const name = element.getName()
  const place: Place = {
    ...above,
    spoken: name === 'body' || name === 'subject' || (above.spoken && marksText(element, name)),
    proof: above.proof || isProofNamespace(element.getNS() ?? ''),
    slot: above.slot || slotNames.has(name),
  }
  const isHidden = isSecret(element, name, place)
  hideAttributes(element, name, place, isHidden)
  if (isHidden) {
    hideContent(element)
    return
  }
  const isPrivate = name === 'field' && isPrivateField(element, place.privateFields)
  for (const [index, child] of element.children.entries()) {
    if (!(child instanceof Element)) element.children[index] = isPrivate ? hidden : shownText(child, name, place)
    else if (isPrivate && child.getName() !== 'desc') {
      hideAttributes(child, 'value', place, true)
      hideContent(child)
    } else hideIn(child, place)
  }
}

/** XHTML-IM (XEP-0071, 6): what else stands inside of a text was not written by a person. */
function marksText(element: Element, name: string): boolean {
  return textMarks.has(name) && element.getNS() === 'http://www.w3.org/1999/xhtml'
}

const textMarks: ReadonlySet<string> = new Set(
  'p span div a br em strong b i u s sub sup code pre q cite blockquote ul ol li h1 h2 h3 h4 h5 h6'.split(' '),
)

const slotNames: ReadonlySet<string> = new Set(['slot', 'put', 'get'])

function isSecret(element: Element, name: string, place: Place): boolean {
  // The key of an encrypted file (XEP-0448); whoever else calls something so means the like.
  if (isSecretName(name) || name === 'key' || name === 'iv') return true
  if (name === 'header' && place.slot) return true
  if (registrationSecrets.has(name) && registration.has(element.getNS() ?? '')) return true
  // `<param name="password">…</param>`; fields have a look of their own.
  const { name: own, key, var: field } = element.attrs
  return name !== 'field' && [own, key, field].some(each => each !== undefined && isSecretName(each))
}

function isPrivateField({ attrs, children }: Element, privateFields: ReadonlySet<string>): boolean {
  const { var: name = '', type, label = '' } = attrs
  if (type === 'text-private' || privateFields.has(name)) return true
  if (!isSecretName(name) && !isSecretName(label)) return false
  // "muc#roomconfig_passwordprotectedroom" only says whether there is one.
  const values = children.map(child => (child instanceof Element ? child.getText() : child).trim())
  return !values.every(value => /^(?:0|1|true|false|)$/.test(value))
}

/** What names a thing; of an element that is a secret as a whole the others may be it. */
const naming = /^(?:xmlns(?::.*)?|name|var|type|key|mechanism|expiry)$/
/** XEP-0198, XEP-0388, XEP-0070: who knows the id may take up the session, or use the token, or say yes. */
const sessionNames: ReadonlySet<string> = new Set(['enabled', 'resume', 'resumed', 'user-agent', 'confirm'])

function hideAttributes(element: Element, name: string, place: Place, isHidden: boolean): void {
  for (const [attribute, value = ''] of Object.entries(element.attrs)) {
    if (value === '' || attribute === 'xmlns' || attribute.startsWith('xmlns:')) continue
    const local = attribute.slice(attribute.indexOf(':') + 1)
    if (isSecretName(local) || (isHidden && !naming.test(attribute)) || (local === 'id' && sessionNames.has(name))) {
      element.attrs[attribute] = hidden
    } else if (place.slot && local === 'url') element.attrs[attribute] = redactSlot(value)
    else element.attrs[attribute] = redactText(value)
  }
}

/** An empty `<password/>` stays: a form asks with it. */
function hideContent(element: Element): void {
  if (!element.children.every(isBlank)) element.children = [hidden]
}

function isBlank(node: Element | string): boolean {
  if (!(node instanceof Element)) return node.trim() === ''
  return Object.keys(node.attrs).every(name => naming.test(name)) && node.children.every(isBlank)
}

function shownText(text: string, name: string, { spoken, proof, slot }: Place): string {
  if (text.trim() === '') return text
  if (proof && !isOpenProof(name)) return hidden
  if (slot) return redactSlot(text)
  return spoken ? redactSpoken(text) : redactText(text)
}
