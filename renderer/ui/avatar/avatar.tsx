import type { CSSProperties, JSX } from 'react'
import type { Availability } from '../../../shared/domain/presence.ts'
import { personHue } from '../person-colour/person-colour.ts'
import { PresenceMark } from '../presence-mark/presence-mark.tsx'
import { initial } from './initial.ts'
import './avatar.css'

export type AvatarSize = 'chat' | 'contact' | 'message' | 'small' | 'own' | 'profile' | 'page'

export interface AvatarProps {
  readonly address: string
  readonly name: string
  readonly size: AvatarSize
  /** Shown as a mark at the corner. The word for it belongs beside the avatar. */
  readonly availability?: Availability
}

/** Somebody without a picture: a letter on their own colour. It says nothing that the name beside it does not. */
export function Avatar({ address, name, size, availability }: AvatarProps): JSX.Element {
  return (
    <span className={`avatar avatar-${size} person`} style={hueOf(address)} aria-hidden="true">
      <span>{initial(name)}</span>
      {availability !== undefined && <PresenceMark availability={availability} />}
    </span>
  )
}

/** What the class `person` needs to know of an address. */
export function hueOf(address: string): CSSProperties {
  return { '--person-hue': personHue(address) } as CSSProperties
}
