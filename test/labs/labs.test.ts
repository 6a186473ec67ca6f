// Every lab both ways, on a dojo of its own: fresh it fails, the solution meets all, wrong solutions do not.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findLabFolders } from '@noops-dojo/lab-source'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOwnServer, type OwnServer } from '../../cli/src/client/own-server.ts'
import { createLab } from '../../cli/src/commands/lab/new.ts'
import { findLab } from '../../cli/src/grading/find-lab.ts'
import type { CaseResult } from '../../cli/src/grading/proof/judge-case.ts'
import { LabProof } from '../../cli/src/grading/proof/lab-proof.ts'
import { Progress } from '../../cli/src/launcher/progress.ts'

/** What `dojo lab new` writes has to be right as it stands, too. */
const scaffolds = mkdtempSync(join(tmpdir(), 'scaffold-'))
createLab('fixture/scaffold', scaffolds)

const labs = [join(import.meta.dirname, '../../labs'), scaffolds].flatMap(findLabFolders).map(findLab)
const controller = new AbortController()
let own: OwnServer

beforeAll(async () => {
  own = await startOwnServer({
    labs: labs.map(({ folder }) => folder),
    hasPool: false,
    progress: new Progress(),
    signal: controller.signal,
  })
}, 600_000)

afterAll(async () => {
  controller.abort(new Error('the tests are over'))
  await own?.stop()
  rmSync(scaffolds, { recursive: true })
}, 180_000)

const prove = async (lab: (typeof labs)[number], only: string): Promise<CaseResult[]> => {
  const results: CaseResult[] = []
  const note = (text: string): void => void process.stderr.write(`  ${text}\n`)
  const options = { seeds: ['ci'], cold: true, only, signal: controller.signal, note }
  await new LabProof(own.server, lab, options, (result) => results.push(result)).run()
  return results
}

const shown = (results: readonly CaseResult[]) =>
  results.map(({ name, outcome, problems }) => ({ name, outcome, problems }))

describe.concurrent.each(labs)('$labId', (lab) => {
  it.concurrent('fails when fresh and is met by its solution', async () => {
    expect(shown(await prove(lab, 'solution'))).toEqual([
      { name: 'fresh', outcome: 'passed', problems: [] },
      { name: 'solution', outcome: 'passed', problems: [] },
    ])
  })

  it.concurrent.each(lab.lab.file.spec.wrong)('is not met by $run', async ({ run }) => {
    expect(shown(await prove(lab, run))).toEqual([{ name: run, outcome: 'passed', problems: [] }])
  })
})
