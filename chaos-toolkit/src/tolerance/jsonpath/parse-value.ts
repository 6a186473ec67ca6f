import type { TokenReader } from './reader.ts'

const list = <T>(reader: TokenReader, end: string, item: () => T): T[] => {
  const items: T[] = []
  if (reader.has(end)) return items
  do items.push(item())
  while (reader.has(','))
  reader.take(end)
  return items
}

/** Reads a JSON value inside a path. */
export const parseValue = (reader: TokenReader): unknown => {
  if (reader.has('true')) return true
  if (reader.has('false')) return false
  if (reader.has('null')) return null
  if (reader.kind === 'number') return Number(reader.take('number').text)
  // jsonpath2 takes the quotes off and leaves escapes as they are.
  if (reader.kind === 'string') return reader.take('string').text.slice(1, -1)
  if (reader.has('[')) return list(reader, ']', () => parseValue(reader))
  if (!reader.has('{')) reader.fail()
  const pairs = list(reader, '}', () => {
    const key = reader.take('string').text.slice(1, -1)
    reader.take(':')
    return [key, parseValue(reader)] as const
  })
  return Object.fromEntries(pairs)
}
