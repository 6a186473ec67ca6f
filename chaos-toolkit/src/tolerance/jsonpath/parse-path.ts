import { parseCondition, parseOperand } from './parse-condition.ts'
import { TokenReader } from './reader.ts'
import { PathSyntaxError, type Operand, type Path, type Step, type Subscript } from './syntax.ts'

const calls = new Set(['charAt', 'entries', 'keys', 'length', 'substring', 'values'])

const parseCall = (reader: TokenReader, name: string): Subscript => {
  const args: Operand[] = []
  reader.take('(')
  while (!reader.has(')')) {
    if (args.length > 0) reader.take(',')
    args.push(parseOperand(reader, parseInner))
  }
  if (!calls.has(name)) throw new PathSyntaxError(`callable subscript '${name}' not found`)
  return { kind: 'call', name, args }
}

const parseSlice = (reader: TokenReader, start?: number): Subscript => {
  const bound = (): number | undefined => (reader.kind === 'number' ? reader.integer() : undefined)
  reader.take(':')
  const end = bound()
  const step = reader.has(':') ? bound() : undefined
  return { kind: 'slice', start, end, step }
}

const parseSubscript = (reader: TokenReader): Subscript => {
  if (reader.kind === 'string') return { kind: 'key', key: reader.take('string').text.slice(1, -1) }
  if (reader.kind === 'number') {
    const index = reader.integer()
    return reader.peek().kind === ':' ? parseSlice(reader, index) : { kind: 'index', index }
  }
  if (reader.kind === ':') return parseSlice(reader)
  if (reader.has('*')) return { kind: 'every' }
  if (reader.kind === '$' || reader.kind === '@') return { kind: 'path', path: parseInner(reader) }
  if (reader.kind === 'name') return parseCall(reader, reader.take('name').text)
  reader.take('?')
  reader.take('(')
  const condition = parseCondition(reader, parseInner)
  reader.take(')')
  return { kind: 'filter', condition }
}

const parseBareword = (reader: TokenReader): Subscript => {
  if (reader.has('*')) return { kind: 'every' }
  const name = reader.take('name').text
  return reader.kind === '(' ? parseCall(reader, name) : { kind: 'key', key: name }
}

const parseBrackets = (reader: TokenReader): Subscript[] => {
  const subscripts: Subscript[] = []
  reader.take('[')
  do subscripts.push(parseSubscript(reader))
  while (reader.has(','))
  reader.take(']')
  return subscripts
}

const parseSteps = (reader: TokenReader): Step[] => {
  const steps: Step[] = []
  for (;;) {
    if (reader.kind === '[') steps.push({ isRecursive: false, subscripts: parseBrackets(reader) })
    else if (reader.has('.')) steps.push({ isRecursive: false, subscripts: [parseBareword(reader)] })
    else if (reader.has('..'))
      steps.push({
        isRecursive: true,
        subscripts: reader.kind === '[' ? parseBrackets(reader) : [parseBareword(reader)],
      })
    else return steps
  }
}

const parseInner = (reader: TokenReader): Path => {
  if (reader.has('@')) return { from: 'current', steps: parseSteps(reader) }
  reader.take('$')
  return { from: 'root', steps: parseSteps(reader) }
}

/** Parses a path that starts at the root. Throws PathSyntaxError. Source: jsonpath2/parser/JSONPath.g4. */
export const parsePath = (text: string): Path => {
  const reader = new TokenReader(text)
  if (reader.kind !== '$') reader.fail()
  const path = parseInner(reader)
  reader.take('end')
  return path
}
