import { parseValue } from './parse-value.ts'
import type { TokenReader } from './reader.ts'
import type { Comparison, Condition, Operand, Path } from './syntax.ts'

type PathParser = (reader: TokenReader) => Path

const comparisons = new Set(['=', '!=', '<', '<=', '>', '>='])

/** Reads a path or a value. */
export const parseOperand = (reader: TokenReader, parsePath: PathParser): Operand =>
  reader.kind === '$' || reader.kind === '@'
    ? { kind: 'path', path: parsePath(reader) }
    : { kind: 'value', value: parseValue(reader) }

const parseNot = (reader: TokenReader, parsePath: PathParser): Condition => {
  if (reader.has('not')) return { kind: 'not', condition: parseNot(reader, parsePath) }
  if (reader.has('(')) {
    const inner = parseCondition(reader, parsePath)
    reader.take(')')
    return inner
  }
  const left = parseOperand(reader, parsePath)
  if (!comparisons.has(reader.kind)) return { kind: 'some', operand: left }
  const by = reader.take(reader.kind).text as Comparison
  return { kind: 'compare', by, left, right: parseOperand(reader, parsePath) }
}

const parseOr = (reader: TokenReader, parsePath: PathParser): Condition => {
  const first = parseNot(reader, parsePath)
  return reader.has('or') ? { kind: 'or', all: [first, parseOr(reader, parsePath)] } : first
}

/** Reads a filter’s condition. `or` binds closer than `and`, as in jsonpath2’s grammar. */
export const parseCondition = (reader: TokenReader, parsePath: PathParser): Condition => {
  const first = parseOr(reader, parsePath)
  return reader.has('and') ? { kind: 'and', all: [first, parseCondition(reader, parsePath)] } : first
}
