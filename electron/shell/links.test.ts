import { expect, test } from 'vitest'
import { externalLink } from './links.ts'

test.each(['https://mired.org/a?b=c', 'http://mired.org/', 'mailto:ana@mired.org', 'xmpp:ana@mired.org?message'])(
  '%s may leave',
  link => expect(externalLink(link)).toBe(link),
)

test.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://host/share',
  'data:text/html,x',
  'ms-msdt:/id',
  '/etc/passwd',
  'mired.org',
  '',
  ' vbscript:x',
])('%s may not', link => expect(externalLink(link)).toBeNull())
