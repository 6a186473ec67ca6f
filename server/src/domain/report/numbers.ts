/** One decimal of a second, never rounded towards a better result: the caller says which way. */
export const seconds = (ms: number, round: (value: number) => number = Math.round): string =>
  `${(round(ms / 100) / 10).toFixed(1)} s`

/** `+3.2 s` or `−0.4 s` from the start of the judged window. */
export const moment = (ms: number): string => `${ms < 0 ? '−' : '+'}${seconds(Math.abs(ms))}`

/** Cut off, not rounded up: 99.96 % is not 100 %. */
export const percent = (share: number, digits = 2): string => {
  const factor = 10 ** (digits + 2)
  // 0.9995 is a little less than itself in binary: what is nearer than a millionth of a step is the number meant.
  return `${(Math.floor(share * factor + 1e-6) / 10 ** digits).toFixed(digits)} %`
}

/** Wall clock in UTC. */
export const instant = (at: number): string =>
  `${new Date(at).toISOString().replace('T', ' ').slice(0, 19)} UTC`
