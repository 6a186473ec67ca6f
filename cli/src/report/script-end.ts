import { stripVTControlCharacters } from 'node:util'
import type { RunRecord } from './grade-record.ts'

/** How a script ended that did not end well. */
export interface ScriptEnd {
  /** One sentence, or two. */
  readonly sentence: string
  /** The last lines that it printed: clean and bounded, none when it printed nothing. */
  readonly lines: readonly string[]
}

const mostLines = 20
const mostCharacters = 240

/** Output is a stranger's: nothing of it may steer a terminal or break a format. Of a line that overwrites itself the last state stays. */
const cleanLine = (line: string): string => {
  const shown = line.replace(/\r+$/, '').split('\r').at(-1) ?? ''
  const clean = stripVTControlCharacters(shown)
    .replaceAll('\t', '  ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd')
  return clean.length > mostCharacters ? `${clean.slice(0, mostCharacters).toWellFormed()}…` : clean
}

/** Gives how the script of a run ended; undefined when it ended well, or none was run. */
export const scriptEnd = ({
  script,
  exitCode,
  output,
}: Pick<RunRecord, 'script' | 'exitCode' | 'output'>): ScriptEnd | undefined => {
  if (script === null || exitCode === 0) return undefined
  const how = exitCode === null ? 'ran out of time' : `ended with ${exitCode}`
  const text = output.trimEnd()
  const lines = text === '' ? [] : text.split('\n').slice(-mostLines).map(cleanLine)
  return { sentence: `${script} ${how}.${lines.length === 0 ? ' It printed nothing.' : ''}`, lines }
}

/** Gives it as one text; empty for none. */
export const scriptEndText = (run: Parameters<typeof scriptEnd>[0]): string => {
  const end = scriptEnd(run)
  if (end === undefined) return ''
  return end.lines.length === 0 ? end.sentence : [`${end.sentence} It printed last:`, ...end.lines].join('\n')
}
