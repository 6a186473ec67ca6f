import type { Task } from '@noops-dojo/contracts'
import { suggestion } from '../../yaml/nearest.ts'
import { knownFaults } from './known-faults.ts'
import { errorRule, type Finding, type Rule, type RuleContext } from '../rule.ts'

/** Names in `${…}` of a text. */
export const placeholders = (text: string): string[] =>
  [...text.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1] as string)

const probeNames = ({ lab }: RuleContext): string[] => Object.keys(lab.spec.probes)
const unknown = (what: string, name: string, names: readonly string[]): string =>
  `There is no ${what} "${name}".${suggestion(name, names)}`

const unknownParams = ({ lab }: RuleContext): Finding[] => {
  const names = Object.keys(lab.spec.params)
  const texts = [
    ...Object.entries(lab.spec.faults).map(([id, fault]) => ({
      text: `${fault.target ?? ''}${JSON.stringify(fault.with)}`,
      path: ['spec', 'faults', id],
    })),
    ...Object.entries(lab.spec.probes).map(([id, probe]) => ({
      text: probe.http,
      path: ['spec', 'probes', id, 'http'],
    })),
    ...Object.entries(lab.spec.writes).flatMap(([id, { post, list }]) => [
      { text: post, path: ['spec', 'writes', id, 'post'] },
      { text: list, path: ['spec', 'writes', id, 'list'] },
    ]),
  ]
  return texts.flatMap(({ text, path }) =>
    placeholders(text)
      .filter((name) => !names.includes(name))
      .map((name) => ({ path, message: unknown('parameter', name, names) })),
  )
}

const judgedProbe = (context: RuleContext): Finding[] => {
  const names = probeNames(context)
  const { tasks, slo } = context.lab.spec
  return tasks.flatMap((task, index) => {
    if (task.mode !== 'survive') return []
    if (task.probe !== undefined && !names.includes(task.probe))
      return [{ path: ['spec', 'tasks', index, 'probe'], message: unknown('probe', task.probe, names) }]
    if (task.probe !== undefined || slo !== undefined || names.length === 1) return []
    const why = names.length === 0 ? 'the lab has no probe' : `the lab has several: ${names.join(', ')}`
    return [
      {
        path: ['spec', 'tasks', index],
        message: `Task ${task.id} does not say which probe judges it, and ${why}.`,
      },
    ]
  })
}

/** Where a task names faults of the lab. */
const faultUses = (task: Task): { use: string; path: (string | number)[] }[] => {
  if (task.mode === 'alert') return [{ use: task.fault.use, path: ['fault', 'use'] }]
  if (task.mode !== 'survive') return []
  return [
    ...(task.fault ? [{ use: task.fault.use, path: ['fault', 'use'] }] : []),
    ...(task.faults?.of ?? []).map(({ use }, at) => ({ use, path: ['faults', 'of', at, 'use'] })),
    ...(task.onRepair === undefined ? [] : [{ use: task.onRepair, path: ['onRepair'] }]),
  ]
}

export const faultRules: Rule[] = [
  errorRule('fault-unknown', 'A task uses faults of the lab.', ({ lab }) =>
    lab.spec.tasks.flatMap((task, index) =>
      faultUses(task)
        .filter(({ use }) => lab.spec.faults[use] === undefined)
        .map(({ use, path }) => ({
          path: ['spec', 'tasks', index, ...path],
          message: unknown('fault', use, Object.keys(lab.spec.faults)),
        })),
    ),
  ),
  errorRule('fault-use', 'A fault of the lab is one of the registry and says what it hits.', ({ lab }) =>
    Object.entries(lab.spec.faults).flatMap(([id, fault]) => [
      ...(knownFaults.includes(fault.use)
        ? []
        : [{ path: ['spec', 'faults', id, 'use'], message: unknown('fault', fault.use, knownFaults) }]),
      ...(fault.target === undefined
        ? [
            {
              path: ['spec', 'faults', id],
              message: `Fault ${id} has no target: name a service or a container.`,
            },
          ]
        : []),
    ]),
  ),
  errorRule('param-unknown', 'Every ${NAME} is a parameter of the lab.', unknownParams),
  errorRule('param-range', 'The range of a parameter goes from low to high.', ({ lab }) =>
    Object.entries(lab.spec.params).flatMap(([name, param]) =>
      'int' in param && param.int[0] > param.int[1]
        ? [
            {
              path: ['spec', 'params', name, 'int'],
              message: `${param.int[0]} is more than ${param.int[1]}.`,
            },
          ]
        : [],
    ),
  ),
  errorRule('probe-unknown', 'A survive task is judged by one probe that exists.', judgedProbe),
  errorRule('slo-probe', 'The SLO names a probe of the lab.', (context) => {
    const { slo } = context.lab.spec
    return slo === undefined || probeNames(context).includes(slo.probe)
      ? []
      : [{ path: ['spec', 'slo', 'probe'], message: unknown('probe', slo.probe, probeNames(context)) }]
  }),
  errorRule('fault-image', 'The image that a fault releases is among the lab’s images.', ({ lab }) =>
    Object.entries(lab.spec.faults).flatMap(([id, fault]) => {
      const { image } = fault.with
      return typeof image === 'string' && !lab.spec.images.includes(image)
        ? [
            {
              path: ['spec', 'faults', id, 'with', 'image'],
              message: `"${image}" is not in spec.images.${suggestion(image, lab.spec.images)}`,
            },
          ]
        : []
    }),
  ),
]
