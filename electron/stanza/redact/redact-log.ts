import { hidden, redactText } from './redact-text.ts'

const frame = /^ {4}at (?:async )?(?:[^"'`]{1,200}:\d+:\d+\)?|[\w. ]{1,80} \(<anonymous>\))$/
const quoted = /"[^"\n]*(?:"|$)|`[^`\n]*(?:`|$)/gm
const quotedWords = /(?<!\w)'(?![\w$.-]{1,40}'(?!\w))[^'\n]*(?:'(?!\w)|$)/gm
/** Node's errors of files: `EACCES: permission denied, open '/home/ana/…'`. Where it happened is what one needs to know. */
const systemError = /^(?:Error: )?E[A-Z0-9]{2,20}: [a-z ,-]{1,80}, [a-z]{1,20} '[^'\n]*'(?: -> '[^'\n]*')?$/
/** Long words that nobody says: base64, hexadecimal. */
const codeWord = /(?<![\w+/=-])(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{16,}={0,2}(?![\w+/=-])/g

/**
 * The words of an error as they may be written to a log: what it quotes (parsers quote their input), elements, long
 * codes, and what is hidden in other texts. The lines of a stack stay.
 */
export function redactLog(text: string): string {
  if (!text.includes('\n    at ')) return hideInWords(text)
  const lines = text.split('\n')
  const stack = lines.findIndex(line => frame.test(line))
  if (stack < 0) return hideInWords(text)
  const frames = lines.slice(stack).map(line => (frame.test(line) ? line : hideInWords(line)))
  return [hideInWords(lines.slice(0, stack).join('\n')), ...frames].join('\n')
}

function hideInWords(text: string): string {
  if (systemError.test(text)) return text
  return redactText(text).replace(quoted, hidden).replace(quotedWords, hidden).replace(codeWord, hidden)
}
