/** Passwords and SASL user names: SASLprep, RFC 4013, https://www.rfc-editor.org/rfc/rfc4013 */
import { saslprep } from '@mongodb-js/saslprep'
import { AppError } from '../../shared/domain/failure.ts'

/**
 * A password as every mechanism takes it: `contrasen\u0303a` and `contraseña` are the same one.
 * Characters that Unicode got later than SASLprep's tables (many emoji) are let through, as RFC 3454 (7) has it for
 * queries: people do have them in passwords.
 * @throws AppError `invalid-password` where nothing is left or a character is not allowed
 */
export function preparePassword(password: string): string {
  return prepared(password, 'The password is empty or holds a character that is not allowed')
}

/**
 * A user name as SCRAM takes it (RFC 5802, 2.2).
 * @throws AppError `invalid-address`
 */
export function prepareUsername(username: string): string {
  try {
    return prepared(username, '')
  } catch (error) {
    throw new AppError('invalid-address', 'SASL does not allow this user name', {}, error)
  }
}

function prepared(text: string, message: string): string {
  // Half a surrogate pair would go out as U+FFFD: another password than the one that was typed.
  if (!text.isWellFormed()) throw new AppError('invalid-password', message)
  let result: string
  try {
    result = saslprep(text, { allowUnassigned: true })
  } catch (error) {
    throw new AppError('invalid-password', message, {}, error)
  }
  // RFC 4616, 2 ("passwd = 1*SAFE"): no mechanism of ours has an empty one.
  if (result === '') throw new AppError('invalid-password', message)
  return result
}
