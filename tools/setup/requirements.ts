/** What the project needs beside npm's packages, and how to see that it is there. */

/** `start` opens the program alone, `demo` shows it with a server, `test` proves it, `package` makes installers. */
export type Purpose = 'start' | 'demo' | 'test' | 'package'

export interface Requirement {
  /** Debian's package. */
  readonly package: string
  /** What to look for elsewhere, in words. */
  readonly words: string
  /** Programs, or absolute paths, of which one is enough. */
  readonly anyOf: readonly string[]
  /** What Debian would start with the machine once the package is there. */
  readonly services?: readonly string[]
  /** Installed with the rest, but nothing that anybody has to have. */
  readonly niceToHave?: true
}

export interface Situation {
  /** The windows are shown by the installed Chromium. */
  readonly chromium: boolean
  /** There is a display to open windows on. */
  readonly display: boolean
  /** An .rpm is to be made. */
  readonly rpm?: boolean
}

const chromium: Requirement = {
  package: 'chromium',
  words: 'Chromium 140 or newer',
  anyOf: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
}
/** Without them Debian has DejaVu alone, and boxes for emoji. 22 MB to fetch. */
const fonts: readonly Requirement[] = [
  {
    package: 'fonts-noto-core',
    words: 'the font Noto Sans',
    anyOf: ['/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf'],
    niceToHave: true,
  },
  {
    package: 'fonts-noto-color-emoji',
    words: 'the font Noto Color Emoji',
    anyOf: ['/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf'],
    niceToHave: true,
  },
]
const xvfb: Requirement = { package: 'xvfb', words: 'Xvfb', anyOf: ['Xvfb'] }
const prosody: Requirement = {
  package: 'prosody',
  words: 'Prosody 0.12',
  anyOf: ['prosody'],
  services: ['prosody'],
}
/** Has the directory (mod_vjud). */
const prosodyModules: Requirement = {
  package: 'prosody-modules',
  words: "Prosody's community modules",
  anyOf: ['/usr/lib/prosody/modules/mod_vjud/mod_vjud.lua'],
}
const openssl: Requirement = { package: 'openssl', words: 'OpenSSL 3', anyOf: ['openssl'] }
const otherServers: readonly Requirement[] = [
  // Comes with ejabberd, and a service with it; where somebody had it before, it is theirs.
  { package: 'erlang-base', words: 'Erlang 25', anyOf: ['epmd'], services: ['epmd.service', 'epmd.socket'] },
  { package: 'ejabberd', words: 'ejabberd 23', anyOf: ['/usr/sbin/ejabberdctl'], services: ['ejabberd'] },
  {
    package: 'jabberd2',
    words: 'jabberd2 2.7',
    anyOf: ['jabberd2-c2s'],
    services: ['jabberd', 'jabberd2', 'jabberd-router', 'jabberd-sm', 'jabberd-c2s', 'jabberd-s2s'],
  },
  {
    package: 'python3-slixmpp',
    words: 'slixmpp for /usr/bin/python3',
    anyOf: ['/usr/lib/python3/dist-packages/slixmpp/__init__.py'],
  },
  { package: 'procps', words: 'ps', anyOf: ['ps'] },
]
const dpkg: Requirement = { package: 'dpkg', words: 'dpkg-deb', anyOf: ['dpkg-deb'] }
const rpmBuild: Requirement = { package: 'rpm', words: 'rpmbuild', anyOf: ['rpmbuild'] }

/** Everything that this purpose needs in this situation. */
export function requirementsFor(
  purpose: Purpose,
  { chromium: shown, display, rpm = false }: Situation,
): readonly Requirement[] {
  const windows = [...(shown ? [chromium] : []), ...fonts]
  switch (purpose) {
    case 'start':
      return windows
    case 'demo':
      return [...windows, ...(display ? [] : [xvfb]), prosody, prosodyModules, openssl]
    case 'test':
      // Tests open their windows where nobody's own windows are in the way.
      return [...windows, xvfb, prosody, prosodyModules, openssl, ...otherServers]
    case 'package':
      return [dpkg, ...(rpm ? [rpmBuild] : [])]
  }
}
