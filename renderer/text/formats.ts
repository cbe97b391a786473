/** Times, dates, sizes and lists as the person's region writes them. Times are milliseconds since 1970, local zone. */
export interface Formats {
  /** `10:32` */
  time(at: number): string
  /** `10:32:07` */
  timeOfDay(at: number): string
  /** `4 May 2031` */
  date(at: number): string
  /** `4 May 2031, 10:32` */
  dateTime(at: number): string
  /** The day as it is said: "today", "yesterday", the weekday within this week, else the date. First letter as in a heading. */
  day(at: number, now: number): string
  /** For the end of a row in the chat list: the time today, else the day, short. */
  dayOrTime(at: number, now: number): string
  number(value: number): string
  /** Bytes by decimal units, as file managers show them: `2.9 MB`. */
  size(bytes: number): string
  percent(value: number): string
  /** `a, b and c` */
  list(items: readonly string[]): string
}

/** @param locale A BCP 47 tag: `es-ES`. */
export function createFormats(locale: string): Formats {
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
  const timeOfDay = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit' })
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
  const shortDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: '2-digit' })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' })
  const shortWeekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const number = new Intl.NumberFormat(locale)
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })

  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
  const relativeDay = (days: number) => capital(relative.format(days, 'day'))

  return {
    time: at => time.format(at),
    timeOfDay: at => timeOfDay.format(at),
    date: at => date.format(at),
    dateTime: at => dateTime.format(at),
    day: (at, now) => {
      const days = daysBetween(at, now)
      if (days === 0 || days === -1) return relativeDay(days)
      return days > -7 && days < 0 ? capital(weekday.format(at)) : date.format(at)
    },
    dayOrTime: (at, now) => {
      const days = daysBetween(at, now)
      if (days === 0) return time.format(at)
      if (days === -1) return relativeDay(days)
      return days > -7 && days < 0 ? capital(shortWeekday.format(at)) : shortDate.format(at)
    },
    number: value => number.format(value),
    size: bytes => size(locale, bytes),
    percent: value => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100),
    list: items => list.format(items),
  }
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

function size(locale: string, bytes: number): string {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value)
}

/** Calendar days from `now` to `at` in the local zone: -1 is yesterday. Noon to noon, so that summer time does no harm. */
function daysBetween(at: number, now: number): number {
  const noon = (moment: number) => new Date(moment).setHours(12, 0, 0, 0)
  return Math.round((noon(at) - noon(now)) / 86_400_000)
}
