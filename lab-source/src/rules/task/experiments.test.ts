import { describe, expect, it } from 'vitest'
import { loadLab } from '../../load-lab.ts'
import { problemLine } from '../../problem.ts'
import { withLabFolder, type LabFolderChange } from '../../testing/a-lab-folder.ts'

const check = (change: LabFolderChange) => withLabFolder(change, loadLab)

/** Gives the problems of the sound lab with its survive task changed, as a person reads them. */
const told = (survive: string): string[] =>
  check({ yaml: ['      fault: { use: crash }\n', survive] }).problems.map((problem) => problemLine(problem))

describe('an attempt of several faults', () => {
  it('has a fault or faults, not both and not none', () => {
    for (const survive of ['', '      fault: { use: crash }\n      faults: { of: [{ use: crash }] }\n'])
      expect(told(survive)).toEqual([
        'lab.yaml:28:7: spec.tasks[1] is not right: a survive task has either `fault` or `faults`. [value]',
      ])
  })

  it('names faults of the lab in every place', () => {
    const survive =
      '      onRepair: crsh\n      faults: { of: [{ use: crash }, { use: crush }], order: together }\n'
    expect(told(survive)).toEqual([
      'lab.yaml:32:17: There is no fault "crsh". Did you mean "crash"? [fault-unknown]',
      'lab.yaml:33:45: There is no fault "crush". Did you mean "crash"? [fault-unknown]',
    ])
  })

  it('has its sealed moments in order, each at its own place', () => {
    const survive = '      faults: { of: [{ use: crash }, { use: crash, at: { between: [9s, 2s] } }] }\n'
    expect(told(survive)).toEqual(['lab.yaml:32:67: 9s is later than 2s. [moment-order]'])
  })

  it('counts every round, and the recovery from a second fault, against the time limit', () => {
    const rounds = '      faults: { of: [{ use: crash, times: 9 }], gap: 7m }\n'
    const second = '      onRepair: crash\n      fault: { use: crash, times: 10, gap: 4m }\n'
    expect(told(rounds).join()).toContain('An attempt may take 4212 s')
    expect(told(second).join()).toContain('An attempt may take 3805 s')
    expect(told('      fault: { use: crash, times: 10, gap: 4m }\n')).toEqual([])
  })
})

describe('the scripts of an ablation', () => {
  const controls = (run: string): LabFolderChange => ({
    yaml: [
      'fault: { use: crash }',
      `fault: { use: crash }\n      controls: { ablations: [{ id: a, title: { en: A, ja: A }, run: ${run}, restore: ablations/back.sh }] }`,
    ],
    files: { 'ablations/back.sh': '#!/bin/bash\n', 'ablations/less.sh': '#!/bin/bash\n' },
  })

  it('exist and lie in ablations/', () => {
    const rulesOf = (run: string) => check(controls(run)).problems.map(({ rule }) => rule)
    expect(rulesOf('ablations/less.sh')).toEqual([])
    expect(rulesOf('ablations/les.sh')).toEqual(['script-missing'])
    expect(rulesOf('wrong/one.sh')).toEqual(['script-place'])
  })
})

describe('an alert', () => {
  const alert = (probe: string) =>
    told(
      `      fault: { use: crash }\n    - { id: told, mode: alert, title: { en: T, ja: T }, alert: ${probe}, fault: { use: crash } }\n`,
    ).filter((line) => line.includes('alert-probe'))

  it('has a probe that judges nothing else', () => {
    expect(alert('shop')).toEqual([
      'lab.yaml:33:64: "shop" judges the shop itself; the alert needs a probe of its own. [alert-probe]',
    ])
  })
})
