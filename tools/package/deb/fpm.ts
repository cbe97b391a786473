/**
 * Takes fpm's place for electron-builder, which starts it through `CUSTOM_FPM_PATH`: fpm itself would be fetched from
 * GitHub, and what it makes differs each time. Debian's own dpkg-deb makes the package.
 */
import { sourceTime } from '../source-time.ts'
import { readFpmArguments } from './fpm-arguments.ts'
import { makeDeb } from './make-deb.ts'

try {
  makeDeb(readFpmArguments(process.argv.slice(2)), sourceTime())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
