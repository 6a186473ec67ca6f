import type { Execution } from '../run/execution.ts'
import type { Flow } from '../run/interrupts.ts'
import type { Mapping } from '../value/mapping.ts'
import { applyControls } from './apply-controls.ts'
import type { ControlLevel } from './control-module.ts'

/**
 * Wraps work by the controls of its level. Those after it are applied in any case, also when one before it has
 * interrupted the run; `keep` gives them the state. Source: chaoslib/control/__init__.py `controls`.
 */
export const withControls = async <T>(
  execution: Execution,
  level: ControlLevel,
  context: Mapping,
  flow: Flow,
  work: (keep: (state: unknown) => void) => Promise<T>,
): Promise<T> => {
  let state: unknown = null
  try {
    await flow(applyControls(execution, { level, scope: 'before', context, state }))
    return await work((kept) => {
      state = kept
    })
  } finally {
    await flow(applyControls(execution, { level, scope: 'after', context, state }))
  }
}
