import { invalidActivity, invalidControl } from '../failure/chaos-error.ts'
import { declaredControls } from '../control/declared-controls.ts'
import { asDict, dictIn } from '../value/get.ts'
import { isTruthy, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import type { ValidationContext } from './context.ts'

const validatePython = (control: Mapping, { controls, notes }: ValidationContext): void => {
  const provider = asDict(control.provider)
  const name = pythonStr(control.name)
  if (!isTruthy(provider.module)) throw invalidActivity(`Control '${name}' must have a module path`)
  const module = controls.get(String(provider.module))
  if (module === undefined)
    notes.warn(
      `Could not find Python module '${String(provider.module)}' in control '${name}'. Did you install the Python ` +
        'module? The experiment will carry on running nonetheless.',
    )
  else module.validate?.(control)
}

/**
 * Checks every control. One that is a mere `ref` is refused for want of a name, though the format allows it: chaoslib
 * looks for it so. An unknown module is a warning, no error. Source: chaoslib/control/__init__.py `validate_controls`.
 */
export const validateControls = (experiment: Mapping, context: ValidationContext): void => {
  const controls = declaredControls(experiment)
  const names = controls.filter((control) => !('ref' in control)).map(({ name }) => name)
  for (const control of controls) {
    if ('ref' in control && !names.includes(control.ref))
      throw invalidControl("Control reference '{}' declaration cannot be found")
    if (!('name' in control)) throw invalidControl('A control must have a `name` property')
    const name = pythonStr(control.name)
    if (!('provider' in control)) throw invalidControl(`Control '${name}' must have a \`provider\` property`)
    if (isTruthy(control.scope) && control.scope !== 'before' && control.scope !== 'after')
      throw invalidControl(`Control '${name}' scope property must be 'before' or 'after' only`)
    if (dictIn(control, 'provider').type === 'python') validatePython(control, context)
  }
}
