import { describe, expect, it } from 'vitest'
import { FakeGradingServer, type Behaviour } from '../../testing/fake-grading-server.ts'
import { findLab } from '../find-lab.ts'
import type { CaseResult } from './judge-case.ts'
import { LabProof } from './lab-proof.ts'

const lab = findLab('self-healing/02-survive-a-crash')

/** The lab with an alert task and control runs beside its own tasks. */
const withControls = (): typeof lab => {
  const file = structuredClone(lab.lab.file)
  const last = file.spec.tasks.find(({ id }) => id === 'nobody-notices')
  if (last?.mode !== 'survive' || !last.fault) throw new Error('the lab has changed')
  const ablation = { id: 'one-copy', title: { en: 'One' }, run: 'ablations/a.sh', restore: 'ablations/b.sh' }
  last.controls = { placebo: '8s', ablations: [ablation] }
  const expected = { fireWithin: '5s', quiet: '1s', resolveWithin: '5s' }
  file.spec.tasks.push({
    ...{ id: 'told', title: { en: 'Told' }, points: 1, needs: [], messages: {}, hints: [] },
    ...{ mode: 'alert', alert: 'pager', fault: last.fault, expect: expected, handsOff: 'required' },
  })
  return { ...lab, lab: { ...lab.lab, file } }
}

const prove = async (behaviour: Behaviour, only: string) => {
  const tried = withControls()
  const server = new FakeGradingServer(tried.lab, behaviour)
  const results: CaseResult[] = []
  const signal = new AbortController().signal
  const options = { seeds: ['s'], cold: true, only, signal, note: () => {}, pollMs: 1 }
  await new LabProof(server, tried, options, (result) => results.push(result)).run()
  return { results, log: server.log }
}

describe('a lab’s proof with controls and an alert', () => {
  const controls = (log: readonly string[]) => log.filter((line) => line.startsWith('control'))

  it('attempts the alert, then makes every control run', async () => {
    const { results, log } = await prove({}, 'solution')
    expect(results.at(-1)).toMatchObject({ name: 'solution', outcome: 'passed', problems: [] })
    expect(log).toContain('attempt told')
    expect(controls(log)).toEqual(['control placebo', 'control one-copy'])
  })

  it('fails when the lab is not quiet without a fault, or stands without the mechanism', async () => {
    for (const name of ['placebo', 'one-copy']) {
      const { results } = await prove(
        { control: (control) => (control === name ? 'unmet' : 'met') },
        'solution',
      )
      expect(results.at(-1)).toMatchObject({
        outcome: 'failed',
        problems: [`nobody-notices, control ${name}: It was unmet.`],
      })
    }
  })

  it('tries a control again that nobody could judge, and says so in the end', async () => {
    const second = await prove(
      { control: (_name, times) => (times === 1 ? 'inconclusive' : 'met') },
      'solution',
    )
    expect(second.results.at(-1)?.outcome).toBe('passed')
    const never = await prove({ control: () => 'inconclusive' }, 'solution')
    expect(never.results.at(-1)?.outcome).toBe('inconclusive')
  })

  it('makes no control run for a wrong solution, nor for a solution that is not met', async () => {
    const wrong = await prove({ attempt: () => 'unmet' }, 'wrong/two-lives.sh')
    const unmet = await prove({ attempt: () => 'unmet' }, 'solution')
    expect([...controls(wrong.log), ...controls(unmet.log)]).toEqual([])
  })
})
