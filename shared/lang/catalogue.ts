import type { Language } from '../domain/settings.ts'
import { en } from './en/index.ts'
import { es } from './es/index.ts'

/** Texts of one noun: flat, a name and a sentence. `{{name}}` is filled in; `_one` and `_other` are chosen by `count`. */
export type Words = Readonly<Record<string, string>>

/** English is the measure: Spanish has the same names, checked when it is compiled. */
export type Catalogue = { readonly [Noun in keyof typeof en]: { readonly [Name in keyof (typeof en)[Noun]]: string } }

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, es }

type Names<Entry> = Entry extends `${infer Base}_${'one' | 'other'}` ? Base : Entry extends string ? Entry : never

/** `signIn.title`: every text there is. A key that is not in the catalogue does not compile. */
export type TextKey = {
  [Noun in keyof typeof en & string]: `${Noun}.${Names<keyof (typeof en)[Noun]>}`
}[keyof typeof en & string]

type Raw<Key extends string> = Key extends `${infer Noun}.${infer Name}`
  ? Noun extends keyof typeof en
    ? Name extends keyof (typeof en)[Noun]
      ? (typeof en)[Noun][Name]
      : `${Name}_other` extends keyof (typeof en)[Noun]
        ? (typeof en)[Noun][`${Name}_other`] | '{{count}}'
        : never
    : never
  : never

type Placeholders<Sentence> = Sentence extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

/** What must be given with a key: nothing, or a value for each of its placeholders (`count` is a number). */
export type ValuesOf<Key extends TextKey> = [Placeholders<Raw<Key>>] extends [never]
  ? []
  : [values: { readonly [Name in Placeholders<Raw<Key>>]: Name extends 'count' ? number : string | number }]
