import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readArguments } from './arguments.ts'
import { electronBuildersOwn } from './configuration.ts'

const top = join(import.meta.dirname, '../..')

interface Workflow {
  readonly jobs: {
    readonly package: {
      readonly env: Readonly<Record<string, string>>
      readonly strategy: { readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] } }
      readonly steps: readonly { readonly run?: string }[]
    }
  }
}

function readWorkflow(): Workflow {
  const text = readFileSync(join(top, '.github/workflows/installers.yml'), 'utf8')
  return electronBuildersOwn<{ load(text: string): Workflow }>('js-yaml').load(text)
}

test('the workflow builds on the three systems, with the command that people use, and never the stand-in', () => {
  const { env, strategy, steps } = readWorkflow().jobs.package
  const systems = strategy.matrix.include.map(each => [each.runner?.split('-')[0], each.system])
  expect(systems).toEqual([
    ['ubuntu', 'linux'],
    ['windows', 'win'],
    ['macos', 'mac'],
  ])
  const run = steps.map(step => step.run).find(each => each?.startsWith('npm run package')) ?? ''
  for (const [, system = ''] of systems) {
    const args = run
      .replace(/\$\{\{ matrix\.system \}\}/, system)
      .split(' ')
      .slice(4)
    expect(readArguments(args)).toEqual({ system, folderOnly: false })
  }
  expect(env.CENTELLA_RUNTIME).toBe('electron')
})

test('the command line names one system, or none for the one it runs on', () => {
  expect(readArguments([], 'linux')).toEqual({ system: 'linux', folderOnly: false })
  expect(readArguments(['--dir'], 'darwin')).toEqual({ system: 'mac', folderOnly: true })
  expect(readArguments(['--win', '--dir'], 'linux')).toEqual({ system: 'win', folderOnly: true })
  expect(() => readArguments(['--win', '--mac'], 'linux')).toThrow('Usage')
  expect(() => readArguments(['--windows'], 'linux')).toThrow('Usage')
})
