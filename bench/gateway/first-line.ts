import { once } from 'node:events'
import type { Interface } from 'node:readline'

/** Gives the first line that a started part of a bench says; rejects when it ends without one. */
export const firstLine = async (lines: Interface, part: string): Promise<string> => {
  const closed = once(lines, 'close').then(() => Promise.reject(new Error(`${part} ended at once`)))
  const [line] = (await Promise.race([once(lines, 'line'), closed])) as [string]
  return line
}
