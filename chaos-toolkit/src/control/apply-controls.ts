import { substitute } from '../configuration/substitute.ts'
import { isKind } from '../failure/chaos-error.ts'
import type { Execution } from '../run/execution.ts'
import { ExitSignal } from '../run/interrupts.ts'
import { dictIn } from '../value/get.ts'
import { isTruthy, type Mapping } from '../value/mapping.ts'
import { contextControls } from './context-controls.ts'
import { controlWorld } from './control-world.ts'
import type { ControlLevel, ControlScope } from './control-module.ts'

export interface ControlMoment {
  readonly level: ControlLevel
  readonly scope: ControlScope
  readonly context: Mapping
  readonly state: unknown
}

const argumentsOf = (provider: Mapping, { settings }: Execution): Mapping => {
  const args = structuredClone(dictIn(provider, 'arguments'))
  const hasSettings = isTruthy(settings.configuration) || isTruthy(settings.secrets)
  return (hasSettings ? substitute(args, settings) : args) as Mapping
}

/**
 * Applies the controls of a level, one after the other. A control that fails is said at most; only InterruptExecution
 * and signals come through. Source: chaoslib/control/__init__.py `apply_controls`.
 */
export const applyControls = async (execution: Execution, moment: ControlMoment): Promise<void> => {
  const { level, scope, context } = moment
  for (const control of contextControls(level, execution.experiment, context, execution.globalControls)) {
    if (isTruthy(control.scope) && control.scope !== scope) continue
    const provider = dictIn(control, 'provider')
    const module =
      provider.type === 'python' ? execution.controlModules.get(String(provider.module)) : undefined
    try {
      const args = argumentsOf(provider, execution)
      await module?.apply?.({ ...moment, args, world: controlWorld(execution) })
    } catch (error) {
      if (isKind(error, 'InterruptExecution') || error instanceof ExitSignal) throw error
      execution.notes.warn(`${scope}-control '${String(control.name)}' failed: ${String(error)}`)
    }
  }
}
