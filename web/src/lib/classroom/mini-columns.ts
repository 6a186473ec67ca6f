import type { ProbeSample } from '@noops-dojo/contracts'
import { emptyColumns, layoutColumns, type Columns, type StripWindow } from '#lib/strip/columns.ts'
import { SampleRing } from '#lib/strip/sample-ring.ts'

const usualEveryMs = 100

/** The interval of the probe that took `samples`, ms: the shortest step between two of them. */
export const intervalOf = (samples: readonly ProbeSample[]): number => {
  const starts = samples.map(([start]) => start).toSorted((a, b) => a - b)
  const steps = starts.slice(1).map((start, index) => start - (starts[index] as number))
  const shortest = Math.min(...steps.filter((step) => step > 0))
  return Number.isFinite(shortest) ? shortest : usualEveryMs
}

/** Columns of a learner's strip on the instructor's board, laid out as those of every other strip. */
export const miniColumns = (
  samples: readonly ProbeSample[],
  shown: Omit<StripWindow, 'everyMs'>,
): Columns => {
  const ring = new SampleRing(samples.length + 1)
  ring.add(samples)
  const window = { ...shown, everyMs: intervalOf(samples) }
  return layoutColumns(ring, window, emptyColumns(Math.ceil(shown.width * shown.ratio) + samples.length + 8))
}
