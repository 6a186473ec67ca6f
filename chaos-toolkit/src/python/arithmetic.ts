import { PythonError } from '../failure/python-error.ts'
import { asList } from '../value/get.ts'
import type { PythonFunction } from './python-function.ts'

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

const spread = (values: readonly number[], freedom: number): number => {
  const centre = mean(values)
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / (values.length - freedom))
}

const statistic = (
  name: string,
  least: number,
  compute: (values: readonly number[]) => number,
): PythonFunction => ({
  module: 'statistics',
  name,
  kind: 'probe',
  doc: `Python’s statistics.${name} of a list of numbers.`,
  parameters: [{ name: 'data', type: 'list' }],
  returns: 'number',
  call: ({ data }) => {
    const values = asList(data).map(Number)
    if (values.some(Number.isNaN))
      throw new PythonError('TypeError', "can't convert type 'str' to numerator/denominator")
    if (values.length < least)
      throw new PythonError(
        'statistics.StatisticsError',
        `${name} requires at least ${least} data point${least > 1 ? 's' : ''}`,
      )
    return compute(values)
  },
})

/** Python’s `statistics` and `time`, as far as experiments use them. */
export const arithmeticFunctions: readonly PythonFunction[] = [
  statistic('mean', 1, mean),
  statistic('fmean', 1, mean),
  statistic('median', 1, median),
  statistic('stdev', 2, (values) => spread(values, 1)),
  statistic('pstdev', 1, (values) => spread(values, 0)),
  {
    module: 'time',
    name: 'sleep',
    kind: 'action',
    doc: 'Wait, in seconds.',
    parameters: [{ name: 'secs', type: 'number' }],
    call: async ({ secs }, { clock }) => {
      if (typeof secs !== 'number') throw new PythonError('TypeError', 'secs must be a number')
      await clock.sleep(secs * 1000)
      return null
    },
  },
]
