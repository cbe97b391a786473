/** Without case and accents: whoever types `lucia` looks for Lucía. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}
