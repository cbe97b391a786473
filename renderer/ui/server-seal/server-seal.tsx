import { Megaphone } from 'lucide-react'
import { Icon } from '../icon/icon.tsx'
import './server-seal.css'

/** Stands where a person has a picture: a server speaks. */
export function ServerSeal({ size }: { readonly size: 'chat' | 'head' }) {
  return (
    <span className="avatar server-seal" data-size={size} aria-hidden="true">
      <Icon of={Megaphone} />
    </span>
  )
}
