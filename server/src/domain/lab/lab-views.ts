import { createHash } from 'node:crypto'
import {
  durationMs,
  type LabDetail,
  type LabFaultView,
  type LabSummary,
  type LabTaskView,
  type LocalizedText,
  type Task,
} from '@noops-dojo/contracts'
import { describeLabFault, faultNamed } from '../fault/registry.ts'
import type { Lab, LabProblem } from './lab.ts'

/** What the catalogue cannot know from the files: how many sandboxes wait, and which images are not there yet. */
export interface LabReadiness {
  readonly pool: number
  readonly missingImages: readonly string[]
}

const pointsOf = (tasks: readonly Task[]): number => tasks.reduce((sum, { points }) => sum + points, 0)

/** Gives what the catalogue shows of a lab that can be started, or soon can. */
export const summaryOf = (lab: Lab, { pool, missingImages }: LabReadiness): LabSummary => {
  const { metadata, spec } = lab.file
  const isPreparing = missingImages.length > 0
  return {
    ...metadata,
    tasks: spec.tasks.length,
    points: pointsOf(spec.tasks),
    pool,
    status: isPreparing ? 'preparing' : 'ready',
    problem: isPreparing ? `These images are still being built: ${missingImages.join(', ')}.` : null,
  }
}

const told = ({ file, line, column, rule, message }: LabProblem): string =>
  `${file}${line > 0 ? `:${line}:${column}` : ''}: ${message} [${rule}]`

/** Gives what the catalogue shows of a lab whose files are wrong: it is listed with its problems, never dropped. */
export const brokenSummaryOf = (broken: {
  labId: string
  folder: string
  problems: readonly LabProblem[]
}): LabSummary => ({
  id: broken.labId,
  title: { en: broken.labId },
  summary: {
    en: 'The files of this lab have a problem; it cannot be started.',
    ja: 'この稽古のファイルに問題があり、開始できません。',
  },
  track: broken.folder.split('/').at(-2) ?? 'unknown',
  order: Number(/(\d+)-[^/]*$/.exec(broken.folder)?.[1] ?? 100),
  level: 'beginner',
  duration: '0m',
  tasks: 0,
  points: 0,
  pool: 0,
  status: 'broken',
  problem: broken.problems.map(told).join('\n'),
})

/** An order that says nothing about which choice is right, and is the same for everybody. */
const shuffled = (texts: readonly LocalizedText[], salt: string): LocalizedText[] => {
  const rank = ({ en }: LocalizedText): string => createHash('sha256').update(`${salt}\0${en}`).digest('hex')
  return [...texts].sort((a, b) => rank(a).localeCompare(rank(b)))
}

type SurviveTask = Extract<Task, { mode: 'survive' }>
type SurviveView = NonNullable<LabTaskView['survive']>

/** Which faults may come, in which order, and how many injections one attempt has. */
const comingFaults = ({ fault, faults }: SurviveTask): Pick<SurviveView, 'faults' | 'order' | 'times'> => {
  if (fault) return { faults: [fault.use], order: 'single', times: fault.times }
  const list = faults?.of ?? []
  const order = faults?.order ?? 'sequence'
  const sum = list.reduce((times, each) => times + each.times, 0)
  const times = order === 'drawn' ? Math.min(faults?.draw ?? 1, sum) : sum
  return { faults: [...new Set(list.map(({ use }) => use))], order, times }
}

const surviveView = (task: Task): LabTaskView['survive'] =>
  task.mode !== 'survive'
    ? null
    : {
        ...comingFaults(task),
        onRepair: task.onRepair ?? null,
        recoverWithinMs: durationMs(task.expect.recoverWithin),
        holdMs: durationMs(task.expect.hold),
        handsOff: task.handsOff === 'required',
        placeboMs: task.controls.placebo === undefined ? null : durationMs(task.controls.placebo),
        ablations: task.controls.ablations.map(({ id, title }) => ({ id, title })),
        countsWrites: task.writes !== undefined,
      }

const alertView = (task: Task): LabTaskView['alert'] =>
  task.mode !== 'alert'
    ? null
    : {
        fault: task.fault.use,
        probe: task.alert,
        fireWithinMs: durationMs(task.expect.fireWithin),
        quietMs: durationMs(task.expect.quiet),
        resolveWithinMs: durationMs(task.expect.resolveWithin),
        handsOff: task.handsOff === 'required',
      }

const taskView = (labId: string, task: Task): LabTaskView => ({
  id: task.id,
  mode: task.mode,
  title: task.title,
  points: task.points,
  needs: task.needs,
  messages: task.messages,
  hints: task.hints.map(({ cost }) => ({ cost })),
  quiz:
    task.mode !== 'quiz'
      ? null
      : {
          ask: task.quiz.ask,
          choices: shuffled([...task.quiz.answer, ...task.quiz.distractors], `${labId}/${task.id}`),
          pick: task.quiz.answer.length,
        },
  survive: surviveView(task),
  alert: alertView(task),
})

/** A target that is drawn from secret parameters is not told. */
const targetOf = (lab: Lab, target: string | undefined): string | null => {
  if (target === undefined) return null
  const names = [...target.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1] as string)
  return names.length === 0 ? target : null
}

const faultViews = (lab: Lab): LabFaultView[] =>
  Object.entries(lab.file.spec.faults)
    .filter(([, fault]) => fault.button)
    .map(([id, fault]) => {
      const target = targetOf(lab, fault.target)
      return {
        id,
        fault: fault.use,
        title: fault.title ?? faultNamed(fault.use).title,
        target,
        ...describeLabFault(fault, target ?? 'a part that is drawn by lot'),
      }
    })

/** Gives a lab as its page needs it: no answers, no solutions, no secret parameters. */
export const detailOf = (lab: Lab, readiness: LabReadiness): LabDetail => {
  const { spec, metadata } = lab.file
  return {
    ...summaryOf(lab, readiness),
    content: { ...lab.content },
    taskList: spec.tasks.map((task) => taskView(metadata.id, task)),
    tabs: spec.tabs,
    faults: faultViews(lab),
    probes: Object.entries(spec.probes).map(([name, probe]) => ({
      name,
      everyMs: durationMs(probe.every),
      target: probe.http,
    })),
    console: spec.console,
    slo: spec.slo ?? null,
  }
}
