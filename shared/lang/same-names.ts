/** Texts under the same names: a missing or a superfluous one does not compile. */
export type SpanishOf<English> = {
  readonly [Noun in keyof English]: { readonly [Name in keyof English[Noun]]: string }
}
