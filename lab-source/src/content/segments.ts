/** One piece of a page’s source. `line` is that of its first line, counting from 1. */
export type Segment =
  | { readonly kind: 'markdown'; readonly line: number; readonly text: string }
  | { readonly kind: 'fence'; readonly line: number; readonly info: string; readonly text: string }
  | { readonly kind: 'task'; readonly line: number; readonly attributes: string }
  | { readonly kind: 'hint'; readonly line: number; readonly title: string; readonly text: string }
  | { readonly kind: 'broken'; readonly line: number; readonly message: string }

const fenceStart = /^(`{3,}|~{3,})\s*(.*)$/
const directive = /^::([a-z]+)\s*(?:\{([^}]*)\})?\s*$/
const containerStart = /^:::\s*([a-z]+)\s*(.*)$/

interface Block {
  readonly segment: Segment
  /** Index of the line after the block. */
  readonly next: number
}

const broken = (index: number, message: string, next: number): Block => ({
  segment: { kind: 'broken', line: index + 1, message },
  next,
})

const closing = (lines: readonly string[], from: number, isEnd: (line: string) => boolean): number => {
  for (let index = from; index < lines.length; index += 1) if (isEnd(lines[index] as string)) return index
  return -1
}

const readFence = (lines: readonly string[], index: number, match: RegExpExecArray): Block => {
  const mark = match[1] as string
  const end = closing(
    lines,
    index + 1,
    (line) => line.trimEnd().startsWith(mark) && /^(`+|~+)\s*$/.test(line),
  )
  if (end < 0) return broken(index, `The code block is never closed with ${mark}.`, lines.length)
  const text = lines.slice(index + 1, end).join('\n')
  return { segment: { kind: 'fence', line: index + 1, info: (match[2] ?? '').trim(), text }, next: end + 1 }
}

const readContainer = (lines: readonly string[], index: number, match: RegExpExecArray): Block => {
  const end = closing(lines, index + 1, (line) => line.trim() === ':::')
  if (end < 0) return broken(index, `:::${match[1]} is never closed with a line of ":::".`, lines.length)
  if (match[1] !== 'hint')
    return broken(index, `There is no block :::${match[1]}; there is :::hint.`, end + 1)
  const text = lines.slice(index + 1, end).join('\n')
  return { segment: { kind: 'hint', line: index + 1, title: (match[2] ?? '').trim(), text }, next: end + 1 }
}

const readBlock = (lines: readonly string[], index: number): Block | undefined => {
  const line = lines[index] as string
  const fence = fenceStart.exec(line)
  if (fence) return readFence(lines, index, fence)
  const container = containerStart.exec(line)
  if (container) return readContainer(lines, index, container)
  const single = directive.exec(line)
  if (!single) return undefined
  if (single[1] !== 'task')
    return broken(index, `There is no directive ::${single[1]}; there is ::task{id=…}.`, index + 1)
  return { segment: { kind: 'task', line: index + 1, attributes: single[2] ?? '' }, next: index + 1 }
}

/** Splits a page into prose, code blocks, task blocks and hints, in order. Blocks start in the first column. */
export const splitPage = (source: string): Segment[] => {
  const lines = source.replace(/\r\n?/g, '\n').split('\n')
  const segments: Segment[] = []
  let prose: string[] = []
  let proseLine = 1
  const flush = (): void => {
    if (prose.some((line) => line.trim() !== '')) {
      segments.push({ kind: 'markdown', line: proseLine, text: prose.join('\n') })
    }
    prose = []
  }
  for (let index = 0; index < lines.length;) {
    const block = readBlock(lines, index)
    if (!block) {
      if (prose.length === 0) proseLine = index + 1
      prose.push(lines[index] as string)
      index += 1
      continue
    }
    flush()
    segments.push(block.segment)
    index = block.next
  }
  flush()
  return segments
}
