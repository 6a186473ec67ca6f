import { readCases } from './case.ts'
import { StubbedGuard } from './stubbed-guard.ts'
import { tryCase } from './try-case.ts'

/**
 * `npm run guard:corpus -- FILE…`: tries every case of the files against a guard in front of a recording stub, prints
 * each failure and `N passed, N failed`. Exit code 1 when one failed, 2 when a file cannot be read.
 */
async function main(files: string[]): Promise<number> {
  if (files.length === 0) {
    console.error('usage: npm run guard:corpus -- FILE…')
    return 2
  }
  const cases = files.flatMap(readCases)
  const guard = await StubbedGuard.start()
  const count = { passed: 0, 'not-open': 0, failed: 0 }
  for (const test of cases) {
    const { outcome, detail } = await tryCase(guard, test)
    count[outcome]++
    if (outcome === 'failed')
      console.log(`FAILED ${test.id} (${test.expect}) ${test.method} ${test.path}: ${detail}\n  ${test.why}`)
    if (outcome === 'not-open') console.log(`refused ${test.id} (${test.expect}): not open yet: ${detail}`)
  }
  await guard.stop()
  if (count['not-open'] > 0)
    console.log(`${count['not-open']} of the passed are refused because their route is not open yet`)
  console.log(`${count.passed + count['not-open']} passed, ${count.failed} failed`)
  return count.failed > 0 ? 1 : 0
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error((error as Error).message)
    process.exit(2)
  },
)
