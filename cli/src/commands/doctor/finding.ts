/** `missing`: the dojo cannot work. `below`: it works, and something can not be promised. */
export type Level = 'ok' | 'below' | 'missing'

export interface Finding {
  readonly name: string
  readonly level: Level
  /** What was found. */
  readonly found: string
  /** What follows from it and what to do; empty when all is well. */
  readonly advice: string
}

export const ok = (name: string, found: string): Finding => ({ name, level: 'ok', found, advice: '' })
export const below = (name: string, found: string, advice: string): Finding => ({
  name,
  level: 'below',
  found,
  advice,
})
export const missing = (name: string, found: string, advice: string): Finding => ({
  name,
  level: 'missing',
  found,
  advice,
})
