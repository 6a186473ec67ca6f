import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { writeMarkdown } from './report.ts'
import type { BenchResult } from './result.ts'

/**
 * Runs benches: `npm run bench -- [NAME…] [--json] [--write]`. Each file in bench/ holds one promise and runs ours
 * and the yardstick side by side. `--write` puts the table with the commit into docs/benchmarks.md.
 */
const own = new Set(['run.ts', 'result.ts', 'report.ts'])
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !own.has(file))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort()

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`bench: unknown ${unknown.join(', ')}. Known: ${known.join(', ')}`)
  process.exit(2)
}

const print = (result: BenchResult): void => {
  const { name, ours, yardstick, ratio, unit, aim, met } = result
  if (flags.includes('--json'))
    console.log(JSON.stringify({ name, ours, yardstick, ratio, unit, aim, met, detail: result.detail }))
  else
    console.log(
      `${name} ${ours} ${yardstick ?? '–'} ${ratio ?? '–'}   ${unit}; aim ${aim}: ${met ? 'met' : 'NOT met'}`,
    )
}

const results: BenchResult[] = []
let failed = 0
for (const name of asked.length > 0 ? asked : known) {
  try {
    const module = (await import(`./${name}.ts`)) as { default?: () => Promise<BenchResult | BenchResult[]> }
    if (typeof module.default !== 'function') continue
    for (const result of [await module.default()].flat()) {
      results.push(result)
      print(result)
    }
  } catch (error) {
    failed += 1
    console.error(
      `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  }
}

if (flags.includes('--write') && existsSync('docs')) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  writeMarkdown('docs/benchmarks.md', results, {
    commit,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}`,
  })
}
process.exit(failed === 0 ? 0 : 1)
