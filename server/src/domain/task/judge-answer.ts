import type { Outcome, Task, Verdict } from '@noops-dojo/contracts'
import type { TaskProgress } from './task-progress.ts'

export type QuizTask = Extract<Task, { mode: 'quiz' }>

const latch = (before: TaskProgress, outcome: Outcome, now: number): TaskProgress => {
  if (before.state === 'met') return before
  const isMet = outcome === 'met'
  return {
    ...before,
    state: outcome,
    outcome,
    share: isMet ? 1 : 0,
    checkedAt: now,
    metAt: isMet ? now : null,
  }
}

/** Judges a quiz: met when exactly the right choices were picked, by their English texts, in any order. */
export const judgeAnswer = (
  task: QuizTask,
  before: TaskProgress,
  answers: readonly string[],
  now: number,
): TaskProgress => {
  const right = new Set(task.quiz.answer.map(({ en }) => en))
  const picked = new Set(answers)
  const isMet = picked.size === right.size && [...picked].every((answer) => right.has(answer))
  return latch(before, isMet ? 'met' : 'unmet', now)
}

/** Judges a survive task by the verdict of an attempt: once met it stays met, a later attempt takes nothing away. */
export const judgeVerdict = (before: TaskProgress, verdict: Verdict, now: number): TaskProgress => ({
  ...latch(before, verdict.outcome, now),
  key: null,
})
