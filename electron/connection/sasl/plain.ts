/**
 * PLAIN, RFC 4616, https://www.rfc-editor.org/rfc/rfc4616
 * The password itself goes over the wire; `choose.ts` says when that may be.
 */
import { AppError } from '../../../shared/domain/failure.ts'
import { preparePassword, prepareUsername } from '../../stanza/password.ts'
import type { Mechanism } from './mechanism.ts'

export const plain: Mechanism = {
  name: 'PLAIN',
  start: ({ username, password }) => ({
    // RFC 4616, 2: [authzid] UTF8NUL authcid UTF8NUL passwd. Neither may hold a NUL: SASLprep refuses it.
    initial: async () => Buffer.from(`\0${prepareUsername(username)}\0${preparePassword(password)}`, 'utf8'),
    async respond() {
      throw new AppError('server-not-verified', 'PLAIN knows no challenge')
    },
    async verify() {
      // PLAIN proves nothing of the server: TLS has.
    },
  }),
}
