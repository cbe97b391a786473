/** `npm run -s runtime`: the folder to set as `ELECTRON_OVERRIDE_DIST_PATH`, or an empty line for Electron's own program. */
import { chooseRuntime } from './choose.ts'

const { distribution } = await chooseRuntime()
console.log(distribution ?? '')
