import type { Place } from '../../../shared/domain/place.ts'

/** Keeps where the person has clicked to until there is a window that goes there. */
export interface Places {
  want(place: Place): void
  /** A window begins: what it is to show, once. It hears of what is wanted from then on. */
  take(): Place | null
  windowGone(): void
}

export function createPlaces(): Places {
  let wanted: Place | null = null
  let hasWindow = false
  return {
    want(place) {
      if (!hasWindow) wanted = place
    },
    take() {
      const place = wanted
      hasWindow = true
      wanted = null
      return place
    },
    windowGone() {
      hasWindow = false
    },
  }
}
