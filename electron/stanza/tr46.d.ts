/** What we use of tr46 6 (UTS #46), which ships no types. */
declare module 'tr46' {
  export interface Options {
    readonly checkBidi?: boolean
    readonly checkHyphens?: boolean
    readonly checkJoiners?: boolean
    readonly transitionalProcessing?: boolean
    readonly useSTD3ASCIIRules?: boolean
    readonly verifyDNSLength?: boolean
  }
  /** Null where a label is not valid. */
  export function toASCII(domain: string, options?: Options): string | null
  export function toUnicode(domain: string, options?: Options): { readonly domain: string; readonly error: boolean }
}
