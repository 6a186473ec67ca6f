import { durationMs, type LabFile, type Task } from '@noops-dojo/contracts'
import { errorRule, type Finding } from '../rule.ts'

interface Place {
  readonly path: readonly PropertyKey[]
  /** As it is written; undefined: it is left out. */
  readonly value: string | undefined
}

const placesOfTask = (task: Task, path: readonly PropertyKey[]): Place[] => {
  const at = (value: string | undefined, ...below: PropertyKey[]): Place => ({
    path: [...path, ...below],
    value,
  })
  switch (task.mode) {
    case 'survive':
      return [
        at(task.expect.recoverWithin, 'expect', 'recoverWithin'),
        at(task.expect.horizon, 'expect', 'horizon'),
        at(task.controls.placebo, 'controls', 'placebo'),
      ]
    case 'alert':
      return [
        at(task.expect.fireWithin, 'expect', 'fireWithin'),
        at(task.expect.resolveWithin, 'expect', 'resolveWithin'),
      ]
    case 'quiz':
      return []
    default:
      return [
        at(task.check.every, 'check', 'every'),
        at(task.check.timeout, 'check', 'timeout'),
        at(task.mode === 'hold' ? task.for : undefined, 'for'),
      ]
  }
}

/** Every duration in which something has to happen; a rest, a wait or a hold may be none. */
const places = ({ metadata, spec }: LabFile): Place[] => [
  { path: ['metadata', 'duration'], value: metadata.duration },
  ...(['time', 'idle', 'extend'] as const).map((key) => ({
    path: ['spec', 'limits', key],
    value: spec.limits[key],
  })),
  ...spec.setup.map(({ timeout }, index) => ({ path: ['spec', 'setup', index, 'timeout'], value: timeout })),
  ...(['probes', 'writes'] as const).flatMap((kind) =>
    Object.entries(spec[kind]).map(([name, { timeout }]) => ({
      path: ['spec', kind, name, 'timeout'],
      value: timeout,
    })),
  ),
  ...spec.tasks.flatMap((task, index) => placesOfTask(task, ['spec', 'tasks', index])),
]

const zeros = (lab: LabFile): Finding[] =>
  places(lab)
    .filter(({ value }) => value !== undefined && durationMs(value) === 0)
    .map(({ path, value }) => ({
      path,
      message: `${String(path.at(-1))} is ${value}, so nothing could ever happen in it: take a longer one.`,
    }))

export const zeroDurationRule = errorRule(
  'duration-zero',
  'What takes time has some: limits, time-outs, intervals and bounds are longer than zero.',
  ({ lab }) => zeros(lab),
)
