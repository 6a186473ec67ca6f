/** What the person at the terminal reads while an experiment runs; chaoslib’s log. */
export interface Notes {
  info(text: string): void
  warn(text: string): void
  error(text: string): void
}

/** Notes for those who do not listen. */
export const silent: Notes = { info: () => {}, warn: () => {}, error: () => {} }
