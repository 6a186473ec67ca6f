import type { Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import type { Execution } from './execution.ts'

export interface Dryness {
  readonly isDry: boolean
  readonly skipsPauses: boolean
}

const dryness = (mode: unknown, type: unknown): Dryness => {
  const isDry =
    mode === 'activities' ||
    (mode === 'actions' && type === 'action') ||
    (mode === 'probes' && type === 'probe')
  return { isDry, skipsPauses: isDry || mode === 'pause' }
}

/**
 * Whether an activity is left out. An activity’s own `dry` takes the place of `--dry` in chaoslib, which then does not
 * understand it: the activity is played whatever it says. Here it is left out, and that is written down; `--strict-ctk`
 * plays it.
 */
export const dryOf = (activity: Mapping, execution: Execution): Dryness => {
  const { dry, isStrict } = execution.options
  if (!('dry' in activity)) return dryness(dry, activity.type)
  if (isStrict) return dryness(null, activity.type)
  const own = dryness(activity.dry === true ? 'activities' : activity.dry, activity.type)
  const outer = dryness(dry, activity.type)
  execution.divergences.push({
    where: pythonStr(activity.name ?? null),
    chaoslib: `plays an activity with a "dry" of its own (${pythonStr(activity.dry)}), even with --dry`,
    here: own.isDry || outer.isDry ? 'the activity was left out' : 'the activity was played too',
  })
  return { isDry: own.isDry || outer.isDry, skipsPauses: own.skipsPauses || outer.skipsPauses }
}
