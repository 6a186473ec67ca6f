import { describe, expect, it } from 'vitest'
import { aLab } from '../../testing/a-lab.ts'
import { detailOf } from './lab-views.ts'

const fault = (use: string, times = 1) => ({ use, times })
const survive = (over: object) => ({ id: 'survive', mode: 'survive', title: { en: 'S' }, ...over })
const told = {
  id: 'told',
  mode: 'alert',
  title: { en: 'T' },
  alert: 'alarm',
  fault: { use: 'crash' },
  expect: { fireWithin: '7s' },
}
const view = (...tasks: object[]) => {
  const faults = {
    crash: { use: 'container.crash', target: 'web' },
    hang: { use: 'container.pause', target: 'web' },
  }
  return detailOf(aLab({ spec: { tasks, faults, console: false } }), { pool: 0, missingImages: [] })
}
const surviveView = (over: object) => view(survive(over)).taskList[0]?.survive

describe('what the page knows of a survive task', () => {
  it.each([
    ['one fault', { fault: fault('crash', 3) }, { faults: ['crash'], order: 'single', times: 3 }],
    [
      'a sequence',
      { faults: { of: [fault('crash', 2), fault('hang'), fault('crash')] } },
      { faults: ['crash', 'hang'], order: 'sequence', times: 4 },
    ],
    [
      'several together',
      { faults: { order: 'together', of: [fault('crash'), fault('hang')] } },
      { faults: ['crash', 'hang'], order: 'together', times: 2 },
    ],
    [
      'a drawn choice',
      { faults: { order: 'drawn', draw: 3, of: [fault('crash', 2), fault('hang', 2)] } },
      { faults: ['crash', 'hang'], order: 'drawn', times: 3 },
    ],
    [
      'a choice of more than there are',
      { faults: { order: 'drawn', draw: 9, of: [fault('crash', 2)] } },
      { order: 'drawn', times: 2 },
    ],
  ])('says which faults may come, how and how often: %s', (_, over, expected) => {
    expect(surviveView(over)).toMatchObject(expected)
  })

  it('names its controls without their scripts', () => {
    const ablations = [{ id: 'replica', title: { en: 'Without' }, run: 'secret.sh', restore: 'r.sh' }]
    const shown = surviveView({
      fault: fault('crash'),
      onRepair: 'hang',
      controls: { placebo: '5s', ablations },
    })
    expect(shown).toMatchObject({ placeboMs: 5_000, onRepair: 'hang', countsWrites: false })
    expect(shown?.ablations).toEqual([{ id: 'replica', title: { en: 'Without' } }])
  })

  it('has the limits of an alert, and whether there is a console', () => {
    const detail = view(told)
    expect(detail.taskList[0]?.alert).toMatchObject({ fault: 'crash', probe: 'alarm', fireWithinMs: 7_000 })
    expect(detail.taskList[0]?.survive).toBeNull()
    expect(detail.console).toBe(false)
  })
})
