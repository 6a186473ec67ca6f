import { durationMs, type LabFile, type Task } from '@noops-dojo/contracts'
import { suggestion } from '../../yaml/nearest.ts'
import { errorRule, type Finding, type Rule } from '../rule.ts'

type Place = { readonly path: PropertyKey[] }
type SurviveTask = Extract<Task, { mode: 'survive' }> & Place
type AlertTask = Extract<Task, { mode: 'alert' }> & Place

const tasksOf = <T>({ spec }: LabFile, mode: Task['mode']): T[] =>
  spec.tasks.flatMap((task, index) =>
    task.mode === mode ? [{ ...task, path: ['spec', 'tasks', index] } as T] : [],
  )
const survivors = (lab: LabFile): SurviveTask[] => tasksOf(lab, 'survive')
const alerts = (lab: LabFile): AlertTask[] => tasksOf(lab, 'alert')

/** Probes that judge what customers see; an alert that is one of them would judge itself. */
const judgingProbes = (lab: LabFile): Set<string | undefined> => {
  const names = Object.keys(lab.spec.probes)
  const fallback = lab.spec.slo?.probe ?? (names.length === 1 ? names[0] : undefined)
  return new Set([fallback, ...survivors(lab).map(({ probe }) => probe)])
}

const alertProbes = (lab: LabFile): Finding[] => {
  const names = Object.keys(lab.spec.probes)
  return alerts(lab).flatMap(({ alert, path }) => {
    const at = [...path, 'alert']
    if (!names.includes(alert))
      return [{ path: at, message: `There is no probe "${alert}".${suggestion(alert, names)}` }]
    return judgingProbes(lab).has(alert)
      ? [{ path: at, message: `"${alert}" judges the shop itself; the alert needs a probe of its own.` }]
      : []
  })
}

const drawnFaults = (lab: LabFile): Finding[] =>
  survivors(lab).flatMap(({ faults, path }) =>
    faults?.order === 'drawn' && faults.draw > faults.of.length
      ? [
          {
            path: [...path, 'faults'],
            message: `${faults.draw} of ${faults.of.length} faults cannot be drawn: list more, or draw fewer.`,
          },
        ]
      : [],
  )

const ablationTwice = (lab: LabFile): Finding[] =>
  survivors(lab).flatMap(({ controls, path }) => {
    const ids = controls.ablations.map(({ id }) => id)
    return ids.flatMap((id, place) =>
      ids.indexOf(id) < place
        ? [
            {
              path: [...path, 'controls', 'ablations', place, 'id'],
              message: `Another ablation is called "${id}".`,
            },
          ]
        : [],
    )
  })

const shortPlacebo = (lab: LabFile): Finding[] =>
  survivors(lab).flatMap(({ controls: { placebo }, expect, path }) =>
    placebo !== undefined && durationMs(placebo) < durationMs(expect.hold)
      ? [
          {
            path: [...path, 'controls', 'placebo'],
            message: `A placebo of ${placebo} is shorter than hold ${expect.hold}, so its quiet shows less than the real run.`,
          },
        ]
      : [],
  )

const unkeyedWrites = ({ spec }: LabFile): Finding[] =>
  Object.entries(spec.writes).flatMap(([name, { body }]) =>
    JSON.stringify(body).includes('{{KEY}}')
      ? []
      : [
          {
            path: ['spec', 'writes', name, ...(Object.keys(body).length === 0 ? [] : ['body'])],
            message: 'No text of the body holds {{KEY}}, so a lost write could not be told from a kept one.',
          },
        ],
  )

const hurriedWrites = ({ spec }: LabFile): Finding[] =>
  Object.entries(spec.writes).flatMap(([name, { every, timeout }]) => [
    ...(durationMs(every) < 100
      ? [{ path: ['spec', 'writes', name, 'every'], message: `${every} is too often; take 100ms or more.` }]
      : []),
    ...(durationMs(timeout) > 10_000
      ? [{ path: ['spec', 'writes', name, 'timeout'], message: `${timeout} is too long; take 10s or less.` }]
      : []),
  ])

export const experimentRules: Rule[] = [
  errorRule(
    'alert-probe',
    'An alert task reads a probe that exists and that judges nothing else.',
    ({ lab }) => alertProbes(lab),
  ),
  errorRule('draw-too-many', 'No more faults are drawn than are listed.', ({ lab }) => drawnFaults(lab)),
  errorRule('ablation-twice', 'Every ablation of a task has an id of its own.', ({ lab }) =>
    ablationTwice(lab),
  ),
  errorRule('placebo-short', 'A placebo lasts as long as the hold at least.', ({ lab }) => shortPlacebo(lab)),
  errorRule('writes-unknown', 'A survive task counts writes of the lab.', ({ lab }) => {
    const names = Object.keys(lab.spec.writes)
    return survivors(lab).flatMap(({ writes, path }) =>
      writes === undefined || names.includes(writes)
        ? []
        : [
            {
              path: [...path, 'writes'],
              message: `There is no set of writes "${writes}".${suggestion(writes, names)}`,
            },
          ],
    )
  }),
  errorRule('writes-key', 'Every write carries its key.', ({ lab }) => unkeyedWrites(lab)),
  errorRule('writes-interval', 'A write is sent every 100 ms at most, and waits 10 s at most.', ({ lab }) =>
    hurriedWrites(lab),
  ),
]
