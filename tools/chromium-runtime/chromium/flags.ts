/** Keeps Chromium off the network: the page of a stand-in has no business there, and Chromium's own errands neither. */
const noNetwork = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-field-trial-config',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-pings',
]

const noQuestions = [
  '--hide-crash-restore-bubble',
  '--no-default-browser-check',
  '--no-first-run',
  '--noerrdialogs',
  '--password-store=basic',
]

/** A chat has to go on while its window is behind another one. */
const noThrottling = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]

const unwantedFeatures = [
  'AutofillServerCommunication',
  'GlobalMediaControls',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
  // Pages of its address field, which these windows do not have: each costs a process and half a second.
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
]

/** Switches that mean something to the runtime alone, or that it sets itself. */
const own = new Set(['app', 'class', 'disable-features', 'inspect', 'no-sandbox', 'require', 'user-data-dir'])

export interface Bounds {
  readonly x?: number | undefined
  readonly y?: number | undefined
  readonly width: number
  readonly height: number
}

/** Flags that every process of one profile needs, be it the first or one that asks it for another window. */
export function profileFlags(options: { readonly profile: string; readonly sandbox: boolean }): readonly string[] {
  return [`--user-data-dir=${options.profile}`, ...(options.sandbox ? [] : ['--no-sandbox', '--test-type'])]
}

/** Flags of the process that owns the profile. `switches` are the program's own; they are passed on. */
export function browserFlags(options: {
  readonly headless: boolean
  readonly switches: ReadonlyMap<string, string>
}): readonly string[] {
  const features = [...unwantedFeatures, ...(options.switches.get('disable-features') ?? '').split(',').filter(Boolean)]
  return [
    '--remote-debugging-pipe',
    ...noNetwork,
    ...noQuestions,
    ...noThrottling,
    '--allow-file-access-from-files',
    '--disable-back-forward-cache',
    `--disable-features=${features.join(',')}`,
    ...(options.headless ? ['--headless'] : []),
    ...[...options.switches]
      .filter(([name]) => !own.has(name))
      .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
  ]
}

/** Flags that open one window without tabs or address. */
export function windowFlags(url: string, bounds: Bounds, windowClass: string): readonly string[] {
  return [
    `--app=${url}`,
    `--class=${windowClass}`,
    `--window-size=${bounds.width},${bounds.height}`,
    ...(bounds.x === undefined || bounds.y === undefined ? [] : [`--window-position=${bounds.x},${bounds.y}`]),
  ]
}
