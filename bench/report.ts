import { readFileSync, existsSync, writeFileSync } from 'node:fs'
import type { BenchResult } from './result.ts'

const row = ({ name, ours, yardstick, ratio, unit, aim, met }: BenchResult, commit: string): string =>
  `| \`${name}\` | ${ours} | ${yardstick ?? '–'} | ${ratio ?? '–'} | ${unit} | ${aim} | ${met ? 'yes' : '**no**'} | ${commit} |`

const head = `# Benchmarks

Measured, never asserted: the reference machine is shared and noisy. Each bench runs ours and its yardstick side by
side in one run (\`npm run bench -- NAME… --write\`); the last column is the commit that was measured.

| bench | ours | yardstick | ratio | unit | aim | met | commit |
|---|---|---|---|---|---|---|---|
`

/** Writes the table; rows of benches that did not run now stay as they were. */
export const writeMarkdown = (
  file: string,
  results: readonly BenchResult[],
  where: { commit: string; machine: string },
): void => {
  const kept = new Map<string, string>()
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const name = /^\| `([^`]+)`/.exec(line)?.[1]
    if (name) kept.set(name, line)
  }
  for (const result of results) kept.set(result.name, row(result, where.commit))
  const rows = [...kept.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, line]) => line)
  writeFileSync(file, `${head}${rows.join('\n')}\n\nMachine of the last run: ${where.machine}.\n`)
}
