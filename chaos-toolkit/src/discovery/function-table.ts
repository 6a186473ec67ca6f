import type { PythonFunction } from '../python/python-function.ts'

const callOf = ({ name, parameters }: PythonFunction): string =>
  `\`${name}(${parameters
    .filter(({ name: parameter }) => parameter !== 'docker_client')
    .map((parameter) => ('default' in parameter ? `${parameter.name}=…` : parameter.name))
    .join(', ')})\``

const rowsOf = (functions: readonly PythonFunction[]): [string, string, string][] => [
  ['Module', 'Function', 'Fault'],
  ...functions.map((entry): [string, string, string] => [
    `\`${entry.module}\``,
    callOf(entry),
    (entry.faults ?? []).map((fault) => `\`${fault}\``).join(', '),
  ]),
]

/** Gives a Markdown table of functions, as docs/chaos-toolkit.md has it. */
export const functionTable = (functions: readonly PythonFunction[]): string => {
  const rows = rowsOf(functions)
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)))
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] as number, fill)).join(' | ')} |`
  const [head, ...body] = rows as [[string, string, string], ...[string, string, string][]]
  return [line(head), line(['', '', ''], '-'), ...body.map((row) => line(row))].join('\n')
}
