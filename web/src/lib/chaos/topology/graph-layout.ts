import type { Topology } from '@noops-dojo/contracts'

export interface Box {
  name: string
  x: number
  y: number
  width: number
  height: number
}

export interface Wire {
  from: string
  to: string
  /** The settings that name the target. */
  by: string[]
  /** Path data of an SVG path. */
  path: string
}

export interface GraphLayout {
  width: number
  height: number
  boxes: Box[]
  wires: Wire[]
}

export interface GraphSize {
  /** Pixels that are there; the drawing is never wider when its columns fit at their least width. */
  width: number
  boxHeight: number
}

const gaps = { column: 56, narrowColumn: 22, row: 14, entry: 30 }
const boxWidth = { least: 96, most: 200 }

type Link = Topology['links'][number]

/**
 * The column of each node: one right of the rightmost that calls it. A circle of calls is cut where it is met first.
 */
export const columnsOf = (names: readonly string[], links: readonly Link[]): Map<string, number> => {
  const columns = new Map<string, number>()
  const visit = (name: string, path: readonly string[]): number => {
    const known = columns.get(name)
    if (known !== undefined) return known
    const callers = links.filter((link) => link.to === name && link.from !== name).map((link) => link.from)
    const open = callers.filter((caller) => names.includes(caller) && !path.includes(caller))
    const column = Math.max(-1, ...open.map((caller) => visit(caller, [...path, name]))) + 1
    // A value found while a circle was cut may be too small for another way in; only whole answers are kept.
    if (open.length === callers.length || path.length === 0) columns.set(name, column)
    return column
  }
  for (const name of names) columns.set(name, visit(name, []))
  return columns
}

/** Orders each column by the middle of its callers, so that lines cross less (barycentre heuristic, Sugiyama 1981). */
const orderColumns = (names: readonly string[], columns: Map<string, number>, links: readonly Link[]) => {
  const count = Math.max(-1, ...columns.values()) + 1
  const ordered: string[][] = Array.from({ length: count }, () => [])
  for (const name of names) ordered[columns.get(name) ?? 0]?.push(name)
  for (let column = 1; column < count; column += 1) {
    const before = ordered[column - 1] ?? []
    const middle = (name: string): number => {
      const places = links
        .filter((link) => link.to === name)
        .map((link) => before.indexOf(link.from))
        .filter((place) => place >= 0)
      return places.length === 0
        ? before.length
        : places.reduce((sum, place) => sum + place, 0) / places.length
    }
    ordered[column]?.sort((a, b) => middle(a) - middle(b) || a.localeCompare(b))
  }
  return ordered.filter((column) => column.length > 0)
}

/** A line from the right side of one box to the left side of another; back to the left it goes below both. */
const pathBetween = (from: Box, to: Box): string => {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2]
  const [x2, y2] = [to.x, to.y + to.height / 2]
  if (x2 > x1) {
    const bend = (x2 - x1) / 2
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
  }
  if (from.x === to.x) {
    const side = from.x + from.width
    const [a, b] = [from.y + from.height / 2, to.y + to.height / 2]
    return `M${side} ${a}C${side + 24} ${a} ${side + 24} ${b} ${side} ${b}`
  }
  const low = Math.max(from.y + from.height, to.y + to.height) + 10
  return `M${from.x + from.width / 2} ${from.y + from.height}V${low}H${to.x + to.width / 2}V${to.y + to.height}`
}

const wiresOf = (links: readonly Link[], boxes: readonly Box[]): Wire[] => {
  const wires = new Map<string, Wire>()
  for (const { from, to, by } of links) {
    const [start, end] = [boxes.find((box) => box.name === from), boxes.find((box) => box.name === to)]
    if (start === undefined || end === undefined || from === to) continue
    const known = wires.get(`${from} ${to}`)
    if (known === undefined) wires.set(`${from} ${to}`, { from, to, by: [by], path: pathBetween(start, end) })
    else known.by.push(by)
  }
  return [...wires.values()]
}

/** Lays a graph of services out in columns from left to right. The same graph in any order gives the same drawing. */
export const layoutGraph = (topology: Topology, size: GraphSize): GraphLayout => {
  const names = topology.nodes.map((node) => node.name).toSorted((a, b) => a.localeCompare(b))
  const ordered = orderColumns(names, columnsOf(names, topology.links), topology.links)
  const count = Math.max(1, ordered.length)
  const room = size.width - gaps.entry
  const isNarrow = room < count * boxWidth.least + (count - 1) * gaps.column
  const gap = isNarrow ? gaps.narrowColumn : gaps.column
  const width = Math.min(boxWidth.most, Math.max(boxWidth.least, (room - gap * (count - 1)) / count))
  const tallest = Math.max(0, ...ordered.map((column) => column.length))
  const height = tallest * (size.boxHeight + gaps.row) - gaps.row
  const boxes = ordered.flatMap((column, index) => {
    const own = column.length * (size.boxHeight + gaps.row) - gaps.row
    return column.map((name, row) => ({
      name,
      x: Math.round(gaps.entry + index * (width + gap)),
      y: Math.round((height - own) / 2 + row * (size.boxHeight + gaps.row)),
      width: Math.floor(width),
      height: size.boxHeight,
    }))
  })
  const wires = wiresOf(topology.links, boxes)
  const isBelow = wires.some((wire) => wire.path.includes('V'))
  const right = Math.max(size.width, ...boxes.map((box) => box.x + box.width))
  return { width: right, height: Math.max(0, height) + (isBelow ? 14 : 0), boxes, wires }
}

/** The node that a probe's address leads to: `http://web:8080/health` → `web`; undefined: none of them. */
export const entryOf = (target: string, names: readonly string[]): string | undefined => {
  const host = /^(?:[a-z]+:\/\/)?([^:/?#]+)/i.exec(target)?.[1] ?? ''
  return names.find((name) => name === host) ?? names.find((name) => name.endsWith(`_${host}`))
}
