const seconds: Record<string, number> = {
  ...{ ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 },
}

/** Reads a Go duration (`-1h30m`, `100ms`) in seconds; undefined for another text. */
export const goSeconds = (text: unknown): number | undefined => {
  if (typeof text !== 'string') return undefined
  const [, sign, body] = /^([+-]?)((?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/.exec(text.trim()) ?? []
  if (body === undefined) return undefined
  const total = [...body.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (seconds[unit as string] as number),
    0,
  )
  return sign === '-' ? -total : total
}

/** Gives seconds as the dojo writes durations: whole ms below a second, else seconds. */
export const dojoDuration = (value: number): string => {
  const ms = Math.round(value * 1000)
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}

/** Gives an offset as clock.skew takes it: a sign and whole seconds. */
export const dojoOffset = (value: number): string => `${value < 0 ? '-' : '+'}${Math.round(Math.abs(value))}s`
