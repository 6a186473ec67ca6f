import type { FaultDescription } from '@noops-dojo/contracts'
import colors from 'picocolors'

interface ParamsSchema {
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>
  readonly required?: readonly string[]
}

const ends: Record<FaultDescription['ends'], string> = {
  nothing: 'over at once',
  ends: 'lifted',
  repairs: 'repaired',
}

/** `for=20s percent=30 image!`: defaults, and an exclamation mark where a value must be given. */
export const paramsText = (schema: Record<string, unknown>): string => {
  const { properties = {}, required = [] } = schema as ParamsSchema
  const words = Object.entries(properties).map(([name, { default: given }]) => {
    if (given !== undefined)
      return `${name}=${typeof given === 'object' ? JSON.stringify(given) : String(given)}`
    return required.includes(name) ? `${name}!` : name
  })
  return words.join(' ') || '-'
}

const row = (fault: FaultDescription): string[] => [
  fault.name,
  fault.targetKind,
  ends[fault.ends],
  fault.rungs.map(({ rung }) => rung).join(' > '),
  paramsText(fault.params),
]

/** A table of the faults by category; the last column is as long as it must be. */
export const faultTable = (faults: readonly FaultDescription[]): string => {
  const head = ['FAULT', 'TARGET', 'END', 'FIDELITY', 'PARAMETERS']
  const rows = faults.map(row)
  const widths = head.map((word, column) =>
    Math.max(word.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
  const blocks = [...Map.groupBy(faults, ({ category }) => category)].map(([category, own]) =>
    [colors.bold(category), ...own.map((fault) => `  ${line(row(fault))}`)].join('\n'),
  )
  const legend = 'A parameter with ! must be given. Fidelity: best rung first. More: docs/faults.md.'
  return [`  ${line(head)}`, ...blocks, '', `${faults.length} faults. ${legend}`].join('\n')
}
