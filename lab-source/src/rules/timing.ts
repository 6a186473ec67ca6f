import { byteCount, durationMs, type LabFile, type Task } from '@noops-dojo/contracts'
import { scriptUses } from './scripts.ts'
import { textOf } from '../lab-folder.ts'
import { errorRule, type Finding, type Rule } from './rule.ts'

type SurviveTask = Extract<Task, { mode: 'survive' }>

/** Allowance for baseline, attestation and the platform’s own work in one attempt. */
const attemptOverheadMs = 30_000

/**
 * Gives the longest time in ms that one attempt of a survive task can take: each injection at its latest moment,
 * recovery at the horizon, the hold, and the rests between.
 */
export const attemptLimitMs = ({ fault, faults, expect }: SurviveTask): number => {
  const each = durationMs(expect.horizon) + durationMs(expect.hold)
  if (fault) {
    const latest = durationMs(fault.at.between[1])
    return attemptOverheadMs + latest + fault.times * each + (fault.times - 1) * durationMs(fault.gap)
  }
  const { of: list, order, draw, gap } = faults ?? { of: [], order: 'sequence', draw: 0, gap: '0s' }
  const latest = Math.max(0, ...list.map(({ at }) => durationMs(at.between[1])))
  const times = list.map((entry) => entry.times)
  const rounds = {
    together: Math.max(1, ...times),
    sequence: times.reduce((sum, count) => sum + count, 0),
    drawn: Math.min(draw, list.length) * Math.max(1, ...times),
  }[order]
  return attemptOverheadMs + rounds * (latest + each) + (rounds - 1) * durationMs(gap)
}

const survivors = ({ spec }: LabFile): { task: SurviveTask; index: number }[] =>
  spec.tasks.flatMap((task, index) => (task.mode === 'survive' ? [{ task, index }] : []))

const orderRule = (
  id: string,
  sentence: string,
  find: (task: SurviveTask) => { at: string[]; message: string } | undefined,
): Rule =>
  errorRule(id, sentence, ({ lab }) =>
    survivors(lab).flatMap(({ task, index }): Finding[] => {
      const found = find(task)
      return found ? [{ path: ['spec', 'tasks', index, ...found.at], message: found.message }] : []
    }),
  )

export const timingRules: Rule[] = [
  orderRule('moment-order', 'The sealed moment lies between an earlier and a later time.', (task) => {
    const wrong = [task.fault ?? [], task.faults?.of ?? []].flat().find(({ at }) => {
      const [from, to] = at.between
      return durationMs(from) > durationMs(to)
    })
    if (!wrong) return undefined
    const [from, to] = wrong.at.between
    return {
      at: task.fault ? ['fault', 'at', 'between'] : ['faults'],
      message: `${from} is later than ${to}.`,
    }
  }),
  orderRule(
    'horizon-order',
    'The horizon is no shorter than the time that recovery may take.',
    ({ expect }) =>
      durationMs(expect.recoverWithin) > durationMs(expect.horizon)
        ? {
            at: ['expect'],
            message: `recoverWithin ${expect.recoverWithin} is longer than horizon ${expect.horizon}.`,
          }
        : undefined,
  ),
  errorRule('time-limit', 'One attempt of every survive task fits into the lab’s time limit.', ({ lab }) =>
    survivors(lab).flatMap(({ task, index }) =>
      attemptLimitMs(task) > durationMs(lab.spec.limits.time)
        ? [
            {
              path: ['spec', 'tasks', index],
              message: `An attempt may take ${attemptLimitMs(task) / 1000} s, the lab’s limit is ${lab.spec.limits.time}.`,
            },
          ]
        : [],
    ),
  ),
  errorRule('duration-limit', 'A learner has the time that the lab says it needs.', ({ lab }) =>
    durationMs(lab.metadata.duration) > durationMs(lab.spec.limits.time)
      ? [
          {
            path: ['metadata', 'duration'],
            message: `duration ${lab.metadata.duration} is longer than limits.time ${lab.spec.limits.time}.`,
          },
        ]
      : [],
  ),
  errorRule('idle-limit', 'The idle limit is shorter than the time limit.', ({ lab }) =>
    durationMs(lab.spec.limits.idle) > durationMs(lab.spec.limits.time)
      ? [
          {
            path: ['spec', 'limits', 'idle'],
            message: `idle ${lab.spec.limits.idle} is longer than time ${lab.spec.limits.time}.`,
          },
        ]
      : [],
  ),
  errorRule('probe-interval', 'A probe runs every 50 ms at most, and waits 10 s at most.', ({ lab }) =>
    Object.entries(lab.spec.probes).flatMap(([name, { every, timeout }]) => [
      ...(durationMs(every) < 50
        ? [{ path: ['spec', 'probes', name, 'every'], message: `${every} is too often; take 50ms or more.` }]
        : []),
      ...(durationMs(timeout) > 10_000
        ? [
            {
              path: ['spec', 'probes', name, 'timeout'],
              message: `${timeout} is too long; take 10s or less.`,
            },
          ]
        : []),
    ]),
  ),
  errorRule('warm-params', 'Setup that runs in a warm pool uses no parameter.', ({ lab, assets }) => {
    if (lab.spec.warm.pool === 0) return []
    const setup = new Set(lab.spec.setup.map(({ run }) => run))
    return scriptUses(lab)
      .filter(({ script }) => setup.has(script))
      .flatMap(({ script, path }) =>
        Object.keys(lab.spec.params)
          .filter((name) => new RegExp(`\\$\\{?${name}\\b`).test(textOf(assets, script) ?? ''))
          .map((name) => ({
            path,
            message: `${script} uses $${name}, but a warm sandbox gets its parameters only when it is claimed.`,
          })),
      )
  }),
  errorRule('warm-memory', 'The warm pool of a lab reserves 32 GiB at most.', ({ lab }) => {
    const bytes = lab.spec.warm.pool * byteCount(lab.spec.limits.memory)
    return bytes > 32 * 1024 ** 3
      ? [
          {
            path: ['spec', 'warm', 'pool'],
            message: `${lab.spec.warm.pool} sandboxes of ${lab.spec.limits.memory} reserve ${Math.round(bytes / 1024 ** 3)} GiB.`,
          },
        ]
      : []
  }),
]
