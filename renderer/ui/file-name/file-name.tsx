import { splitName } from './split-name.ts'
import './file-name.css'

/** The name of a file: where there is no room for all of it, it is cut in the middle. */
export function FileName({ name }: { readonly name: string }) {
  const [start, end] = splitName(name)
  return (
    <span className="file-name" dir="auto" title={name}>
      <span className="file-name-start cut">{start}</span>
      <span className="file-name-end">{end}</span>
    </span>
  )
}
