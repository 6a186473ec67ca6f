import { isMapping, isTruthy } from '../../value/mapping.ts'
import { pythonEquals } from '../../value/equal.ts'
import { callOn } from './call.ts'
import { sliceOf } from './slice.ts'
import type { Comparison, Condition, Operand, Path, Step, Subscript } from './syntax.ts'

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'

const compare = (by: Comparison, a: unknown, b: unknown): boolean => {
  if (by === '=') return pythonEquals(a, b)
  if (by === '!=') return !pythonEquals(a, b)
  if (!isNumber(a) || !isNumber(b)) return false
  const difference = Number(a) - Number(b)
  if (by === '<') return difference < 0
  if (by === '<=') return difference <= 0
  return by === '>' ? difference > 0 : difference >= 0
}

const valuesOf = (operand: Operand, root: unknown, current: unknown): unknown[] =>
  operand.kind === 'value' ? [operand.value] : matchPath(operand.path, root, current)

const holds = (condition: Condition, root: unknown, current: unknown): boolean => {
  switch (condition.kind) {
    case 'and':
      return condition.all.every((part) => holds(part, root, current))
    case 'or':
      return condition.all.some((part) => holds(part, root, current))
    case 'not':
      return !holds(condition.condition, root, current)
    case 'some':
      return condition.operand.kind === 'value'
        ? isTruthy(condition.operand.value)
        : valuesOf(condition.operand, root, current).length > 0
    case 'compare': {
      const rights = valuesOf(condition.right, root, current)
      return valuesOf(condition.left, root, current).some((left) =>
        rights.some((right) => compare(condition.by, left, right)),
      )
    }
  }
}

const byKey = (current: unknown, key: string): unknown[] =>
  isMapping(current) && Object.hasOwn(current, key) ? [current[key]] : []

const byIndex = (current: unknown, index: number): unknown[] => {
  if (!Array.isArray(current)) return []
  const place = index < 0 ? index + current.length : index
  return place >= 0 && place < current.length ? [current[place]] : []
}

const children = (current: unknown): unknown[] => {
  if (Array.isArray(current)) return current
  return isMapping(current) ? Object.values(current) : []
}

/** All ways to take one of each list. */
const product = (lists: readonly unknown[][]): unknown[][] =>
  lists.reduce<unknown[][]>((all, list) => all.flatMap((taken) => list.map((item) => [...taken, item])), [[]])

const pick = (subscript: Subscript, root: unknown, current: unknown): unknown[] => {
  switch (subscript.kind) {
    case 'key':
      return byKey(current, subscript.key)
    case 'index':
      return byIndex(current, subscript.index)
    case 'slice':
      return Array.isArray(current) ? sliceOf(current, subscript) : []
    case 'every':
      return children(current)
    // jsonpath2 asks the value itself, not its children: `$.list[*][?(@.a = 1)]`.
    case 'filter':
      return holds(subscript.condition, root, current) ? [current] : []
    case 'path':
      return matchPath(subscript.path, root, current).flatMap((found) => {
        if (typeof found === 'string') return byKey(current, found)
        return isNumber(found) && Number.isInteger(Number(found)) ? byIndex(current, Number(found)) : []
      })
    case 'call':
      return product(subscript.args.map((arg) => valuesOf(arg, root, current))).flatMap((args) =>
        callOn(subscript.name, current, args),
      )
  }
}

const follow = (steps: readonly Step[], root: unknown, current: unknown): unknown[] => {
  const [step, ...rest] = steps
  if (step === undefined) return [current]
  const here = step.subscripts.flatMap((subscript) =>
    pick(subscript, root, current).flatMap((found) => follow(rest, root, found)),
  )
  return step.isRecursive
    ? [...here, ...children(current).flatMap((child) => follow(steps, root, child))]
    : here
}

/** Gives the values that a path finds, in jsonpath2’s order (depth first). */
export const matchPath = (path: Path, root: unknown, current: unknown = root): unknown[] =>
  follow(path.steps, root, path.from === 'root' ? root : current)
