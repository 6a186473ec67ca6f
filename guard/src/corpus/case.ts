import { readFileSync } from 'node:fs'

/** One line of a corpus file. */
export type Case = {
  id: string
  category: string
  method: string
  path: string
  query: string
  body: unknown
  expect: 'deny' | 'rewrite' | 'allow'
  why: string
  headers?: Record<string, string>
  raw?: boolean
}

/** Reads a JSONL file; a broken line is an error with its number. */
export function readCases(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return []
      try {
        return [JSON.parse(line) as Case]
      } catch (error) {
        throw new Error(`${file}:${index + 1}: ${(error as Error).message}`, { cause: error })
      }
    })
}
