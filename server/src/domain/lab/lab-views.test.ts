import { labDetail, labFile, labSummary } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { brokenSummaryOf, detailOf, summaryOf } from './lab-views.ts'
import type { Lab } from './lab.ts'

const file = labFile.parse({
  apiVersion: 'noops.dojo/v1',
  kind: 'Lab',
  metadata: {
    id: 'sound',
    title: { en: 'Sound' },
    summary: { en: 'A lab.' },
    track: 'fixture',
    duration: '5m',
  },
  spec: {
    params: { VICTIM: { pick: ['sealed-web', 'sealed-api'], secret: true } },
    images: ['shop-web:1.0'],
    probes: { shop: { http: 'http://web:8080/health' } },
    faults: {
      crash: { use: 'container.crash', target: '${VICTIM}' },
      pause: { use: 'container.pause', target: 'web', with: { for: '7s' } },
      hidden: { use: 'container.stop', target: 'web', button: false },
    },
    slo: { probe: 'shop', availability: 0.99 },
    tasks: [
      {
        id: 'running',
        mode: 'once',
        title: { en: 'Running' },
        points: 20,
        check: { run: 'checks/running.sh' },
        hints: [{ en: 'the whole command', cost: 3 }],
      },
      { id: 'survive', mode: 'survive', title: { en: 'Survive' }, points: 60, fault: { use: 'crash' } },
      {
        id: 'why',
        mode: 'quiz',
        title: { en: 'Why' },
        points: 20,
        quiz: {
          ask: { en: 'Why?' },
          answer: [{ en: 'Swarm' }],
          distractors: [{ en: 'Luck' }, { en: 'DNS' }, { en: 'The moon' }],
        },
      },
    ],
    solution: 'solution/solve.sh',
    wrong: [{ run: 'wrong/one.sh', unmet: ['running'] }],
  },
})
const lab: Lab = {
  id: 'sound',
  file,
  content: { en: [] },
  assets: [],
  digest: 'd',
  folder: '/labs/fixture/01-sound',
}
const ready = { pool: 2, missingImages: [] }

describe('detailOf', () => {
  const detail = detailOf(lab, ready)

  it('is what the contract says', () => {
    expect(labDetail.parse(detail)).toEqual(detail)
    expect(detail).toMatchObject({ tasks: 3, points: 100, pool: 2, status: 'ready', problem: null })
  })

  it('tells no answer, no hint, no solution, no check and no secret parameter', () => {
    const text = JSON.stringify(detail)
    for (const secret of [
      '"answer"',
      'distractors',
      'whole command',
      'solution/',
      'wrong/',
      'checks/',
      'sealed-',
    ])
      expect(text).not.toContain(secret)
  })

  it('shows all choices in an order that does not tell the right one, the same for everybody', () => {
    const { quiz } = detail.taskList[2] ?? {}
    expect(quiz?.choices.map(({ en }) => en).sort()).toEqual(['DNS', 'Luck', 'Swarm', 'The moon'])
    expect(quiz?.choices).toEqual(detailOf(lab, ready).taskList[2]?.quiz?.choices)
    expect(quiz?.pick).toBe(1)
  })

  it('has a sentence and a duration for every fault with a button', () => {
    expect(detail.faults.map(({ id }) => id)).toEqual(['crash', 'pause'])
    expect(detail.faults[0]).toMatchObject({ target: null, durationMs: null })
    expect(detail.faults[1]).toMatchObject({ target: 'web', durationMs: 7000 })
    expect(detail.faults[1]?.effect.en).toContain('web')
  })

  it('says what a survive task asks for', () => {
    expect(detail.taskList[1]?.survive).toMatchObject({
      faults: ['crash'],
      times: 1,
      recoverWithinMs: 10_000,
      holdMs: 10_000,
      handsOff: true,
    })
  })
})

describe('summaryOf', () => {
  it('says which images are still being built', () => {
    const summary = summaryOf(lab, { pool: 0, missingImages: ['shop-web:1.0'] })
    expect(summary).toMatchObject({
      status: 'preparing',
      problem: 'These images are still being built: shop-web:1.0.',
    })
  })
})

describe('brokenSummaryOf', () => {
  it('lists a broken lab in its track, with every problem at its place', () => {
    const problem = { file: 'lab.yaml', line: 5, column: 3, rule: 'unknown-key', message: 'No key "titel".' }
    const place = { ...problem, line: 0, column: 0, file: 'content/en', message: 'No page.' }
    const summary = brokenSummaryOf({
      labId: 'odd',
      folder: '/labs/fixture/07-odd',
      problems: [problem, place],
    })
    expect(labSummary.parse(summary)).toMatchObject({
      id: 'odd',
      track: 'fixture',
      order: 7,
      status: 'broken',
    })
    expect(summary.problem).toBe(
      'lab.yaml:5:3: No key "titel". [unknown-key]\ncontent/en: No page. [unknown-key]',
    )
  })
})
