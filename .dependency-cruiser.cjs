/** Who may import whom. The names of the layers are explained in docs/architecture.md. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const tests = '\\.test\\.tsx?$'

module.exports = {
  forbidden: [
    forbid(
      'no-circular',
      'A circle has no order.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid(
      'shared-imports-nothing',
      'shared is what both sides agree on.',
      { path: '^shared/' },
      { path: '^(electron|renderer|e2e|tools)/' },
    ),
    forbid(
      'stanza-is-pure',
      'stanza knows only shared.',
      { path: '^electron/stanza/', pathNot: tests },
      { path: '^electron/(?!stanza/)' },
    ),
    forbid(
      'feature-layers',
      'A protocol feature imports stanza, shared, and of core and connection only types and ports.',
      { path: '^electron/xmpp/', pathNot: tests },
      { path: '^electron/(?!xmpp/|stanza/)', dependencyTypesNot: ['type-only'], pathNot: '^electron/core/ports/' },
    ),
    forbid(
      'no-sibling-features',
      'A feature is given another one, it never imports it.',
      { path: '^electron/xmpp/([^/]+)/' },
      { path: '^electron/xmpp/([^/]+)/', pathNot: '^electron/xmpp/$1/' },
    ),
    forbid(
      'store-is-apart',
      'The store knows no protocol.',
      { path: '^electron/store/' },
      { path: '^electron/(xmpp|connection|shell)/' },
    ),
    forbid(
      'connection-is-apart',
      'The connection knows no feature and no store.',
      { path: '^electron/connection/', pathNot: tests },
      { path: '^electron/(xmpp|store|shell|core/(?!ports/))' },
    ),
    forbid(
      'electron-in-shell-only',
      'Only the shell, main and preload know Electron.',
      { pathNot: '^(electron/shell/|electron/(main|preload)\\.ts$|tools/|e2e/)' },
      { path: '^node_modules/electron/' },
    ),
    forbid(
      'core-has-no-shell',
      'The core runs without a window.',
      { path: '^electron/(?!shell/|main\\.ts|preload\\.ts)' },
      { path: '^electron/shell/' },
    ),
    forbid(
      'renderer-imports-shared-only',
      'The page owns nothing.',
      { path: '^renderer/' },
      { path: '^(electron|e2e|tools)/' },
    ),
    forbid(
      'no-sibling-screens',
      'A part of the window never imports another one.',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/([^/]+)/', pathNot: '^renderer/features/$1/' },
    ),
    forbid(
      'page-has-no-node',
      'The page is sandboxed.',
      { path: '^(renderer|shared)/', pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'testing-in-tests-only',
      'Fakes stay in tests.',
      { path: '^electron/', pathNot: `${tests}|^electron/(testing|simulation)/` },
      { path: '^electron/(testing|simulation)/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|\\.cache)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs'] },
  },
}
