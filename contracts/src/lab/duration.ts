import { z } from 'zod'

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** A duration as lab authors write it: `100ms`, `5s`, `20m`, `1h`. */
export const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'a duration is a number and a unit: 100ms, 5s, 20m, 1h')

/** Gives the milliseconds of a duration that the `duration` schema accepted; throws RangeError for another text. */
export const durationMs = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  if (!match) throw new RangeError(`not a duration: ${text}`)
  return Math.round(Number(match[1]) * (unitMs[match[2] as string] as number))
}

const byteUnits: Record<string, number> = { '': 1, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 }

/** An amount of memory as lab authors write it: `512Mi`, `1Gi`. */
export const byteSize = z
  .string()
  .regex(/^\d+(\.\d+)?(Ki|Mi|Gi)?$/, 'a size is a number and Ki, Mi or Gi: 512Mi')

/** Gives the bytes of a size that the `byteSize` schema accepted; throws RangeError for another text. */
export const byteCount = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi)?$/.exec(text)
  if (!match) throw new RangeError(`not a size: ${text}`)
  return Math.round(Number(match[1]) * (byteUnits[match[2] ?? ''] as number))
}
