import { PythonError } from '../failure/python-error.ts'
import { asDict, listIn } from '../value/get.ts'
import { isTruthy, type Mapping } from '../value/mapping.ts'
import type { ControlLevel } from './control-module.ts'

const copy = (control: unknown): Mapping => structuredClone(asDict(control))
const isAutomatic = (control: Mapping): boolean =>
  control.automatic === undefined || isTruthy(control.automatic)

/** Puts the experiment’s controls before those of the context: once for each of the context’s own, as chaoslib does. */
const merged = (level: ControlLevel, own: readonly Mapping[], top: readonly Mapping[]): Mapping[] => {
  const controls = [...own]
  for (const control of own) {
    if ('ref' in control) {
      const found = top.find(({ name }) => name === control.ref)
      if (found) controls.push(copy(found))
      continue
    }
    for (const outer of top.toReversed())
      if (control.name !== outer.name && level !== 'experiment' && isAutomatic(outer))
        controls.unshift(copy(outer))
  }
  return controls
}

/**
 * Gives the controls that apply at a level, in the order in which they do: those of every experiment, then the
 * context’s, with the experiment’s own put in front. On the method and the rollbacks only the experiment’s own apply
 * when there are any. Source: chaoslib/control/__init__.py `get_context_controls`.
 */
export const contextControls = (
  level: ControlLevel,
  experiment: Mapping,
  context: Mapping,
  globals: readonly Mapping[],
): Mapping[] => {
  if (context.controls === null) throw new PythonError('TypeError', "'NoneType' object is not iterable")
  const own = [...globals, ...listIn(context, 'controls').map(asDict)]
  const top = experiment.controls === null ? [] : listIn(experiment, 'controls').map(asDict)
  if (top.length === 0) return own
  if (own.length === 0 || level === 'method' || level === 'rollback') return top.filter(isAutomatic).map(copy)
  return merged(level, own, top)
}
