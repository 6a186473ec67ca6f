import type { Execution } from '../run/execution.ts'
import { dictIn } from '../value/get.ts'
import { isTruthy, type Mapping } from '../value/mapping.ts'
import { controlWorld } from './control-world.ts'
import type { ControlModule } from './control-module.ts'
import { declaredControls } from './declared-controls.ts'

const moduleOf = (execution: Execution, control: Mapping): ControlModule | undefined => {
  const provider = dictIn(control, 'provider')
  return provider.type === 'python' ? execution.controlModules.get(String(provider.module)) : undefined
}

/** The experiment’s controls, each name once. */
const once = (execution: Execution): Mapping[] => {
  const seen = new Set<unknown>()
  return declaredControls(execution.experiment).filter(({ name }) => {
    if (!isTruthy(name) || seen.has(name)) return false
    seen.add(name)
    return true
  })
}

/** Configures all controls. A global one that fails is taken out; another one that fails stays. */
export const initialiseControls = async (execution: Execution): Promise<void> => {
  const configure = async (control: Mapping): Promise<boolean> => {
    try {
      const args = structuredClone(dictIn(dictIn(control, 'provider'), 'arguments'))
      await moduleOf(execution, control)?.configure?.(args, controlWorld(execution))
      return true
    } catch (error) {
      execution.notes.warn(`Control '${String(control.name)}' could not be set up: ${String(error)}`)
      return false
    }
  }
  for (const control of [...execution.globalControls])
    if (!(await configure(control)))
      execution.globalControls.splice(execution.globalControls.indexOf(control), 1)
  for (const control of once(execution)) await configure(control)
}

/** Cleans all controls up, the experiment’s first. */
export const cleanUpControls = async (execution: Execution): Promise<void> => {
  for (const control of [...once(execution), ...execution.globalControls.splice(0)])
    await moduleOf(execution, control)?.cleanup?.()
}
