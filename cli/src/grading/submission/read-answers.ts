import type { LabFile, Task } from '@noops-dojo/contracts'
import { suggestion } from '@noops-dojo/lab-source'
import type { SubmissionFile } from './pack-submission.ts'
import { InvalidInputError } from '../exit-codes.ts'

const shape = 'answers.json must be {"task": ["the choice in English", …], …}'

/** A quiz by its id, or a sentence with the ids that there are: a misspelt answer would count as none. */
const quizOf = ({ spec }: LabFile, id: string): Extract<Task, { mode: 'quiz' }> => {
  const quizzes = spec.tasks.flatMap((task) => (task.mode === 'quiz' ? [task] : []))
  const found = quizzes.find((task) => task.id === id)
  if (found) return found
  const what = spec.tasks.some((task) => task.id === id) ? 'is no quiz' : 'is no task of the lab'
  const hint =
    quizzes.length === 0
      ? ' It has no quiz.'
      : suggestion(
          id,
          quizzes.map((task) => task.id),
        )
  throw new InvalidInputError(`answers.json answers "${id}", which ${what}.${hint}`)
}

/** Throws InvalidInputError for an answer to what is no quiz of the lab, or that is none of its choices. */
export const checkAnswers = (answers: Readonly<Record<string, readonly string[]>>, lab: LabFile): void => {
  for (const [id, picked] of Object.entries(answers)) {
    const { quiz } = quizOf(lab, id)
    const choices = [...quiz.answer, ...quiz.distractors].map(({ en }) => en)
    const unknown = picked.find((choice) => !choices.includes(choice))
    if (unknown !== undefined)
      throw new InvalidInputError(
        `answers.json answers "${id}" with ${JSON.stringify(unknown)}, which is none of its choices: ${choices.map((choice) => JSON.stringify(choice)).join(', ')}.`,
      )
  }
}

/** Reads answers.json of a submission: task → picked choices, in English. Throws InvalidInputError for another shape. */
export const readAnswers = (files: readonly SubmissionFile[]): Record<string, string[]> => {
  const file = files.find(({ path }) => path === 'answers.json')
  if (!file) return {}
  let value: unknown
  try {
    // As editors on Windows write it, with a byte order mark, which the decoder leaves out.
    value = JSON.parse(new TextDecoder().decode(file.bytes))
  } catch (error) {
    throw new InvalidInputError(`answers.json is no JSON (${(error as Error).message}); ${shape}.`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidInputError(`${shape}.`)
  return Object.fromEntries(
    Object.entries(value).map(([task, answers]) => {
      const list: unknown[] = Array.isArray(answers) ? answers : [answers]
      if (!list.every((answer) => typeof answer === 'string') || list.length > 20)
        throw new InvalidInputError(`${shape}; "${task}" has something else.`)
      return [task, list as string[]]
    }),
  )
}
