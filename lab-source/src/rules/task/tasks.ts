import type { LabFile, Task } from '@noops-dojo/contracts'
import { suggestion } from '../../yaml/nearest.ts'
import { textOf } from '../../lab-folder.ts'
import { errorRule, warningRule, type Finding, type Rule, type RuleContext } from '../rule.ts'

const ids = ({ spec }: LabFile): string[] => spec.tasks.map(({ id }) => id)

/** Gives a cycle through `start` as ids, or undefined. */
const cycleFrom = (start: string, tasks: readonly Task[]): string[] | undefined => {
  const visit = (id: string, trail: string[]): string[] | undefined => {
    if (trail.includes(id)) return id === start ? [...trail, id] : undefined
    const needs = tasks.find((task) => task.id === id)?.needs ?? []
    for (const need of needs) {
      const found = visit(need, [...trail, id])
      if (found) return found
    }
    return undefined
  }
  return visit(start, [])
}

const needsCycle = ({ lab }: RuleContext): Finding[] => {
  const reported = new Set<string>()
  return lab.spec.tasks.flatMap((task, index) => {
    const cycle = reported.has(task.id) ? undefined : cycleFrom(task.id, lab.spec.tasks)
    cycle?.forEach((id) => reported.add(id))
    return cycle
      ? [
          {
            path: ['spec', 'tasks', index, 'needs'],
            message: `These tasks wait for each other for ever: ${cycle.join(' → ')}.`,
          },
        ]
      : []
  })
}

/** How a check names a message: literal JSON `"key":"one-replica"`, or `unmet one-replica` of the labs’ result.sh. */
const messageKey = /\\?"key\\?"\s*:\s*\\?"([a-z][a-z0-9-]*)\\?"|(?:^|[\s;&|(])unmet\s+([a-z][a-z0-9-]*)/g

/** Gives the keys that a check script names literally, with their lines. */
export const messageKeysOf = (script: string): { key: string; line: number }[] =>
  script.split('\n').flatMap((text, index) =>
    text.trimStart().startsWith('#')
      ? []
      : [...text.matchAll(messageKey)].map((match) => ({
          key: (match[1] ?? match[2]) as string,
          line: index + 1,
        })),
  )

const unknownMessages = ({ lab, assets }: RuleContext): Finding[] =>
  lab.spec.tasks.flatMap((task) => {
    if (!('check' in task)) return []
    const script = textOf(assets, task.check.run) ?? ''
    return messageKeysOf(script)
      .filter(({ key }) => task.messages[key] === undefined)
      .map(({ key, line }) => ({
        file: task.check.run,
        line,
        message: `Task ${task.id} has no message "${key}".${suggestion(key, Object.keys(task.messages))}`,
      }))
  })

const unusedMessages = ({ lab, assets }: RuleContext): Finding[] =>
  lab.spec.tasks.flatMap((task, index) => {
    const script = 'check' in task ? (textOf(assets, task.check.run) ?? '') : ''
    return Object.keys(task.messages)
      .filter((key) => !script.includes(key))
      .map((key) => ({
        path: ['spec', 'tasks', index, 'messages', key],
        message: `The check of ${task.id} never names the message "${key}".`,
      }))
  })

export const taskRules: Rule[] = [
  errorRule('task-id-twice', 'Every task has an id of its own.', ({ lab }) =>
    lab.spec.tasks.flatMap(({ id }, index) =>
      ids(lab).indexOf(id) < index
        ? [{ path: ['spec', 'tasks', index, 'id'], message: `Another task is called "${id}" already.` }]
        : [],
    ),
  ),
  errorRule('needs-unknown', 'A task needs tasks that exist.', ({ lab }) =>
    lab.spec.tasks.flatMap((task, index) =>
      task.needs.flatMap((need, place) =>
        ids(lab).includes(need)
          ? []
          : [
              {
                path: ['spec', 'tasks', index, 'needs', place],
                message: `There is no task "${need}".${suggestion(need, ids(lab))}`,
              },
            ],
      ),
    ),
  ),
  errorRule('needs-cycle', 'No task needs itself, directly or through others.', needsCycle),
  errorRule('points-zero', 'The tasks give points.', ({ lab }) =>
    lab.spec.tasks.some(({ points }) => points > 0)
      ? []
      : [{ path: ['spec', 'tasks'], message: 'No task gives a point, so nothing can be passed.' }],
  ),
  errorRule('hint-cost', 'The hints of a task cost no more than its points.', ({ lab }) =>
    lab.spec.tasks.flatMap((task, index) => {
      const cost = task.hints.reduce((sum, hint) => sum + hint.cost, 0)
      return cost > task.points
        ? [
            {
              path: ['spec', 'tasks', index, 'hints'],
              message: `The hints cost ${cost} points, the task gives ${task.points}.`,
            },
          ]
        : []
    }),
  ),
  errorRule('message-unknown', 'Every key that a check names has a message.', unknownMessages),
  warningRule('message-unused', 'Every message is named by its task’s check.', unusedMessages),
  errorRule('wrong-too-few', 'A lab has at least two wrong solutions.', ({ lab }) =>
    lab.spec.wrong.length >= 2
      ? []
      : [
          {
            path: ['spec', 'wrong'],
            message: `There ${lab.spec.wrong.length === 1 ? 'is one wrong solution' : 'is no wrong solution'}; write two at least, so that the checks are proven to refuse.`,
          },
        ],
  ),
  errorRule('wrong-unknown-task', 'A wrong solution names tasks that exist.', ({ lab }) =>
    lab.spec.wrong
      .flatMap((wrong, index) => [
        ...wrong.unmet.map((id, place) => ({ id, path: ['spec', 'wrong', index, 'unmet', place] })),
        ...Object.keys(wrong.answers).map((id) => ({ id, path: ['spec', 'wrong', index, 'answers', id] })),
      ])
      .filter(({ id }) => !ids(lab).includes(id))
      .map(({ id, path }) => ({ path, message: `There is no task "${id}".${suggestion(id, ids(lab))}` })),
  ),
]
