import { byteCount, durationMs, type LabFile, type SurviveFault, type Task } from '@noops-dojo/contracts'
import { scriptUses } from '../script/scripts.ts'
import { textOf } from '../../lab-folder.ts'
import { errorRule, type Finding, type Rule, type RuleContext } from '../rule.ts'

type SurviveTask = Extract<Task, { mode: 'survive' }>
type AlertTask = Extract<Task, { mode: 'alert' }>
/** A task that is judged by an attempt. */
export type AttemptTask = SurviveTask | AlertTask

/** Allowance for the first baseline, attestation and the platform’s own work in one attempt. */
const attemptOverheadMs = 30_000
/** How long each later round waits at most for a steady state of its own (ADR 144). */
const laterBaselineMs = 15_000
/** An alert attempt cuts a fault short when it has seen the alert fire, so its own time does not count. */
const alertLiftMs = 5_000

const latestOf = (list: readonly SurviveFault[]): number =>
  Math.max(0, ...list.map(({ at }) => durationMs(at.between[1])))

/** How many times an attempt waits for a sealed moment, injects and watches the recovery. */
const roundsOf = ({ fault, faults }: SurviveTask): number => {
  if (faults === undefined) return fault?.times ?? 1
  const times = faults.of.map((entry) => entry.times)
  return {
    together: Math.max(1, ...times),
    sequence: times.reduce((sum, count) => sum + count, 0),
    drawn: Math.min(faults.draw, times.length) * Math.max(1, ...times),
  }[faults.order]
}

const surviveLimitMs = (task: SurviveTask): number => {
  const { fault, faults, expect, onRepair } = task
  const rounds = roundsOf(task)
  // A second fault that the repair sets off has a recovery and a hold of its own.
  const recoveries = rounds * (onRepair === undefined ? 1 : 2)
  const each = durationMs(expect.horizon) + durationMs(expect.hold)
  const latest = latestOf(fault ? [fault] : (faults?.of ?? []))
  const gapMs = durationMs(fault?.gap ?? faults?.gap ?? '0s')
  return attemptOverheadMs + rounds * latest + recoveries * each + (rounds - 1) * (gapMs + laterBaselineMs)
}

const alertLimitMs = ({ fault, expect }: AlertTask): number => {
  const each = [expect.quiet, expect.fireWithin, expect.resolveWithin].map(durationMs)
  const round = latestOf([fault]) + each.reduce((sum, ms) => sum + ms, alertLiftMs)
  return attemptOverheadMs + fault.times * round + (fault.times - 1) * durationMs(fault.gap)
}

/**
 * Gives the longest time in ms that one attempt of a task can take: each round at its latest moment, recovery at the
 * horizon and the hold (or the alert’s quiet, its firing and its end), and the rests and baselines between. Baselines that
 * begin anew because a sample was lost (ADR 144) are not in it.
 */
export const attemptLimitMs = (task: AttemptTask): number =>
  task.mode === 'alert' ? alertLimitMs(task) : surviveLimitMs(task)

const attempted = ({ spec }: LabFile): { task: AttemptTask; index: number }[] =>
  spec.tasks.flatMap((task, index) =>
    task.mode === 'survive' || task.mode === 'alert' ? [{ task, index }] : [],
  )

const momentOrder = ({ lab }: RuleContext): Finding[] =>
  attempted(lab).flatMap(({ task, index }) => {
    const list = task.fault
      ? [{ at: task.fault.at, path: ['fault'] as PropertyKey[] }]
      : ((task.mode === 'survive' && task.faults?.of) || []).map(({ at }, place) => ({
          at,
          path: ['faults', 'of', place] as PropertyKey[],
        }))
    return list
      .filter(({ at: { between } }) => durationMs(between[0]) > durationMs(between[1]))
      .map(({ at: { between }, path }) => ({
        path: ['spec', 'tasks', index, ...path, 'at', 'between'],
        message: `${between[0]} is later than ${between[1]}.`,
      }))
  })

const horizonOrder = ({ lab }: RuleContext): Finding[] =>
  attempted(lab).flatMap(({ task, index }) =>
    task.mode === 'survive' && durationMs(task.expect.recoverWithin) > durationMs(task.expect.horizon)
      ? [
          {
            path: ['spec', 'tasks', index, 'expect'],
            message: `recoverWithin ${task.expect.recoverWithin} is longer than horizon ${task.expect.horizon}.`,
          },
        ]
      : [],
  )

export const timingRules: Rule[] = [
  errorRule('moment-order', 'The sealed moment lies between an earlier and a later time.', momentOrder),
  errorRule('horizon-order', 'The horizon is no shorter than the time that recovery may take.', horizonOrder),
  errorRule('time-limit', 'One attempt of every task fits into the lab’s time limit.', ({ lab }) =>
    attempted(lab).flatMap(({ task, index }) =>
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
