import { type CSSProperties, type JSX, useState } from 'react'
import type { Availability } from '../../../shared/domain/presence.ts'
import { personHue } from '../person-colour/person-colour.ts'
import { PresenceMark } from '../presence-mark/presence-mark.tsx'
import { initial } from './initial.ts'
import './avatar.css'

export type AvatarSize = 'chat' | 'contact' | 'person' | 'message' | 'small' | 'own' | 'profile' | 'page'

export interface AvatarProps {
  readonly address: string
  readonly name: string
  readonly size: AvatarSize
  /** Shown as a mark at the corner. The word for it belongs beside the avatar. */
  readonly availability?: Availability
  /** Where their picture is got from. Until it is there, and where it cannot be shown, a letter stands for them. */
  readonly picture?: string | undefined
  /** People are round, rooms are squares. */
  readonly room?: boolean
}

/** Somebody's picture, else a letter on their own colour. It says nothing that the name beside it does not. */
export function Avatar({ address, name, size, availability, picture, room = false }: AvatarProps): JSX.Element {
  const [seen, setSeen] = useState<{ readonly picture: string; readonly whole: boolean } | null>(null)
  const known = seen?.picture === picture ? seen : null
  return (
    <span
      className={`avatar avatar-${size} person`}
      style={hueOf(address)}
      aria-hidden="true"
      data-picture={known?.whole === true}
      data-room={room}
    >
      <span>{initial(name)}</span>
      {picture !== undefined && known?.whole !== false && (
        <img
          className="avatar-picture"
          src={picture}
          alt=""
          draggable={false}
          decoding="async"
          onLoad={() => setSeen({ picture, whole: true })}
          onError={() => setSeen({ picture, whole: false })}
        />
      )}
      {availability !== undefined && <PresenceMark availability={availability} />}
    </span>
  )
}

/** What the class `person` needs to know of an address. */
export function hueOf(address: string): CSSProperties {
  return { '--person-hue': personHue(address) } as CSSProperties
}
