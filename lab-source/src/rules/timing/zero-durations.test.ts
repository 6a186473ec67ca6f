import { describe, expect, it } from 'vitest'
import { loadLab } from '../../load-lab.ts'
import { problemLine } from '../../problem.ts'
import { withLabFolder } from '../../testing/a-lab-folder.ts'

const told = (from: string, to: string): string[] =>
  withLabFolder({ yaml: [from, to] }, loadLab)
    .problems.map((problem) => problemLine(problem))
    .filter((line) => line.includes('duration-zero'))

describe('a duration of nothing', () => {
  it.each([
    ['duration: 5m', 'duration: 0m', 'lab.yaml:8:13: duration is 0m'],
    ['  params:\n', '  limits: { idle: 0s }\n  params:\n', 'lab.yaml:10:19: idle is 0s'],
    ["8080/health' }", "8080/health', timeout: 0ms }", 'lab.yaml:18:54: timeout is 0ms'],
    ['checks/running.sh }', 'checks/running.sh, every: 0.0001ms }', 'lab.yaml:25:47: every is 0.0001ms'],
    ['mode: once\n', 'mode: hold\n      for: 0s\n', 'lab.yaml:24:12: for is 0s'],
    [
      'use: crash }\n',
      'use: crash }\n      expect: { recoverWithin: 0s }\n',
      'lab.yaml:33:32: recoverWithin is 0s',
    ],
  ])('is refused where something has to happen in it: %j → %j', (from, to, line) => {
    expect(told(from, to)).toEqual([
      `${line}, so nothing could ever happen in it: take a longer one. [duration-zero]`,
    ])
  })

  it('may be a rest, a moment or a hold', () => {
    const survive = 'use: crash, gap: 0s, at: { between: [0s, 0s] } }\n      expect: { hold: 0s }\n      # '
    expect(told('use: crash }\n', survive)).toEqual([])
  })
})
