import { spawn } from 'node:child_process'

/** The quick gate: types, lint, formatting, rules and unit tests, side by side where the machine allows it. */
const stages: readonly { name: string; argv: string[] }[] = [
  { name: 'types', argv: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
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
      'dot',
      // `dojo test` counts the results of every stage.
      ...(process.env.DOJO_TEST_REPORT
        ? ['--reporter', 'json', `--outputFile.json=${process.env.DOJO_TEST_REPORT}`]
        : []),
    ],
  },
  { name: 'svelte', argv: ['tools/check-web.ts'] },
]

const run = (
  name: string,
  argv: string[],
): Promise<{ name: string; code: number; output: string; ms: number }> =>
  new Promise((resolve) => {
    const startedAt = Date.now()
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => resolve({ name, code: code ?? 1, output, ms: Date.now() - startedAt }))
  })

const startedAt = Date.now()
const results = await Promise.all(stages.map(({ name, argv }) => run(name, argv)))
for (const { name, code, output, ms } of results) {
  console.log(`${code === 0 ? '✓' : '✗'} ${name} ${(ms / 1000).toFixed(1)} s`)
  if (code !== 0) console.log(output)
}
const failed = results.filter(({ code }) => code !== 0)
console.log(
  `check: ${results.length - failed.length} of ${results.length} stages passed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
)
process.exit(failed.length === 0 ? 0 : 1)
