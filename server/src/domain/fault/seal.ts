import { createHash, createHmac } from 'node:crypto'

/**
 * The sealed seed of an attempt: HMAC-SHA256 of the sandbox's secret seed, so that the grader, who knows that seed,
 * replays the same attempt, and nobody else can foretell it. Hex.
 */
export const attemptSeed = (sandboxSeed: string, taskId: string, ordinal: number): string =>
  createHmac('sha256', sandboxSeed).update(`attempt:${taskId}:${ordinal}`).digest('hex')

/** What is shown before the attempt: the seed that is revealed afterwards must have this SHA-256. Hex. */
export const commitOf = (seed: string): string => createHash('sha256').update(seed).digest('hex')

/** A number in [0, 1) for one purpose, the same for the same seed; 48 bits of HMAC-SHA256. */
export const draw = (seed: string, purpose: string): number =>
  createHmac('sha256', seed).update(purpose).digest().readUIntBE(0, 6) / 2 ** 48

/** The sealed moment of injection `index`: milliseconds after the baseline, in [earliest, latest]. */
export const drawMoment = (
  seed: string,
  index: number,
  [earliest, latest]: readonly [number, number],
): number => Math.round(earliest + (latest - earliest) * draw(seed, `moment:${index}`))

/** The sealed choice of a victim of injection `index`. */
export const victimPick =
  (seed: string, index: number) =>
  (count: number): number =>
    Math.floor(draw(seed, `victim:${index}`) * count)
