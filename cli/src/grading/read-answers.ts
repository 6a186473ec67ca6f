import type { SubmissionFile } from './pack-submission.ts'
import { InvalidInputError } from './exit-codes.ts'

const shape = 'answers.json must be {"task": ["the choice in English", …], …}'

/** Reads answers.json of a submission: task → picked choices, in English. Throws InvalidInputError for another shape. */
export const readAnswers = (files: readonly SubmissionFile[]): Record<string, string[]> => {
  const file = files.find(({ path }) => path === 'answers.json')
  if (!file) return {}
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(file.bytes).toString('utf8'))
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
