/**
 * A model of Go's encoding/json, for tests: how an engine would read what a client sent. Keys of structs match by Unicode
 * simple folding, a later duplicate decodes into what an earlier one left (structs merge), and a slice reuses the
 * elements of the one before it (golang/go#21092).
 */
export type Shape = 'value' | 'map' | { list: Shape } | { struct: Record<string, Shape> }
type Pair = { key: string; value: Node }
type Node =
  { kind: 'object'; pairs: Pair[] } | { kind: 'array'; items: Node[] } | { kind: 'scalar'; value: unknown }

/** Decodes a text into a shape; null when Go would report an error. */
export function goDecode(text: string, shape: Shape): unknown {
  try {
    const reader = new Reader(text)
    return into(shape, undefined, reader.value())
  } catch {
    return null
  }
}

/** Folding of encoding/json: ASCII case, plus the Kelvin sign and the long s. */
export const fold = (key: string) => key.replaceAll('\u212a', 'k').replaceAll('\u017f', 's').toLowerCase()

function into(shape: Shape, before: unknown, node: Node): unknown {
  if (node.kind === 'scalar' && node.value === null)
    return shape === 'value' ? before : typeof shape === 'object' && 'struct' in shape ? before : undefined
  if (shape === 'value') return node.kind === 'scalar' ? node.value : fail()
  if (shape === 'map')
    return node.kind === 'object'
      ? {
          ...(before as object),
          ...Object.fromEntries(node.pairs.map(({ key, value }) => [key, plain(value)])),
        }
      : fail()
  if ('list' in shape) return node.kind === 'array' ? listInto(shape.list, before, node.items) : fail()
  if (node.kind !== 'object') return fail()
  const fields = shape.struct
  const out = { ...(before as Record<string, unknown>) }
  for (const { key, value } of node.pairs) {
    const name = Object.hasOwn(fields, key)
      ? key
      : Object.keys(fields).find((field) => fold(field) === fold(key))
    if (name) out[name] = into(fields[name]!, out[name], value)
  }
  return out
}

function listInto(item: Shape, before: unknown, items: Node[]): unknown {
  const backing = (before as { backing?: unknown[] } & unknown[])?.backing ?? (before as unknown[]) ?? []
  const list = items.map((node, index) => into(item, backing[index], node))
  Object.defineProperty(list, 'backing', {
    value: [...list, ...backing.slice(list.length)],
    enumerable: false,
  })
  return list
}

function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'array') return node.items.map(plain)
  return Object.fromEntries(node.pairs.map(({ key, value }) => [key, plain(value)]))
}

function fail(): never {
  throw new Error('type mismatch')
}

/** Reads JSON into pairs, so that duplicates survive. */
class Reader {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  value(): Node {
    this.space()
    if (this.eat('{')) return { kind: 'object', pairs: this.sequence('}', () => this.pair()) }
    if (this.eat('[')) return { kind: 'array', items: this.sequence(']', () => this.value()) }
    const token =
      /^(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)/s.exec(this.text.slice(this.at))?.[0] ?? fail()
    this.at += token.length
    return { kind: 'scalar', value: JSON.parse(token) as unknown }
  }

  private pair(): Pair {
    const key = this.value()
    if (key.kind !== 'scalar' || typeof key.value !== 'string' || !this.eat(':')) return fail()
    return { key: key.value, value: this.value() }
  }

  private sequence<T>(end: string, read: () => T): T[] {
    const items: T[] = []
    if (this.eat(end)) return items
    do items.push(read())
    while (this.eat(','))
    if (!this.eat(end)) fail()
    return items
  }

  private eat(character: string): boolean {
    this.space()
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
  }
}
