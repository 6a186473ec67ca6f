import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { builds, ensureBuilt } from '../cli/src/parts/builds.ts'

interface Stage {
  readonly name: string
  readonly argv: readonly string[]
}

/** The quick gate: lint, formatting, rules and unit tests, types; the longest first. */
const stages: readonly Stage[] = [
  {
    name: 'lint',
    argv: ['node_modules/eslint/bin/eslint.js', '--cache', '--cache-location', '.tools/eslintcache', '.'],
  },
  {
    name: 'format',
    argv: [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--cache',
      '--cache-location',
      '.tools/prettiercache',
      '--log-level',
      'warn',
      '.',
    ],
  },
  {
    name: 'unit',
    argv: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'unit',
      '--project',
      'architecture',
      '--reporter',
      'minimal',
      // `dojo test` counts the results of every stage.
      ...(process.env.DOJO_TEST_REPORT
        ? ['--reporter', 'json', `--outputFile.json=${process.env.DOJO_TEST_REPORT}`]
        : []),
    ],
  },
  { name: 'svelte', argv: ['tools/check-web.ts'] },
  {
    name: 'types',
    // One thread: the stages share the processors already, and more threads double the work in sum.
    argv: ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.json', '--singleThreaded'],
  },
]

interface StageResult {
  readonly name: string
  readonly code: number
  readonly output: string
  readonly ms: number
}

const run = ({ name, argv }: Stage): Promise<StageResult> =>
  new Promise((resolve) => {
    const startedAt = Date.now()
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => resolve({ name, code: code ?? 1, output, ms: Date.now() - startedAt }))
  })

const report = ({ name, code, output, ms }: StageResult): void => {
  console.log(`${code === 0 ? '✓' : '✗'} ${name} ${(ms / 1000).toFixed(1)} s`)
  if (code !== 0) console.log(output)
}

const startedAt = Date.now()
// A fresh clone has no database client yet, and its types are part of the check.
await ensureBuilt(process.cwd(), builds.generate, () => {})
const waiting = [...stages]
const failed: string[] = []
// As many at a time as there are processors: all five on two take longer, for each throws out what the others cached.
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
      const result = await run(stage)
      report(result)
      if (result.code !== 0) failed.push(result.name)
    }
  }),
)
console.log(
  `check: ${stages.length - failed.length} of ${stages.length} stages passed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
)
process.exit(failed.length === 0 ? 0 : 1)
