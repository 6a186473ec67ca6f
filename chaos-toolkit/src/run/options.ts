export const hypothesisStrategies = [
  'default',
  'before-method-only',
  'after-method-only',
  'during-method-only',
  'continuously',
  'skip',
] as const
export type HypothesisStrategy = (typeof hypothesisStrategies)[number]

export const rollbackStrategies = ['default', 'always', 'never', 'deviated'] as const
export type RollbackStrategy = (typeof rollbackStrategies)[number]

export const dryModes = ['probes', 'actions', 'activities', 'pause'] as const
export type DryMode = (typeof dryModes)[number]

export interface RunOptions {
  readonly hypothesis: HypothesisStrategy
  /** One that there is not, from an experiment’s `runtime`, plays none. */
  readonly rollbacks: string
  /** Seconds between the end of one look at the steady state and the start of the next, during the method. */
  readonly frequencyS: number
  readonly failFast: boolean
  readonly dry: DryMode | null
  /** Bug for bug: crashes without a journal where chaoslib does, and adds no extension. */
  readonly isStrict: boolean
}

const has = (strategies: readonly HypothesisStrategy[]) => (strategy: HypothesisStrategy) =>
  strategies.includes(strategy)

export const looksBefore = has(['before-method-only', 'default', 'continuously'])
export const looksAfter = has(['after-method-only', 'default', 'continuously'])
export const looksDuring = has(['during-method-only', 'continuously'])
