import { parse } from 'yaml'
import type { Notes } from '../port/notes.ts'
import { isMapping, isTruthy, type Mapping } from '../value/mapping.ts'
import type { Environment } from './environment.ts'

export interface VariableFile {
  readonly name: string
  readonly text: string
}

export interface Variables {
  readonly configuration: Mapping
  readonly secrets: Mapping
}

const read = ({ name, text }: VariableFile): unknown => {
  if (/\.ya?ml$/.test(name)) return parse(text) as unknown
  return name.endsWith('.json') ? (JSON.parse(text) as unknown) : undefined
}

const setEnvironment = (text: string, environment: Environment): void => {
  for (const line of text.split('\n').map((part) => part.trim())) {
    const at = line.indexOf('=')
    if (line === '' || line.startsWith('#') || at === -1) continue
    environment.set(line.slice(0, at), line.slice(at + 1))
  }
}

/**
 * Merges variable files, later ones over earlier ones, and `--var` over all. A file that is neither JSON nor YAML is an
 * .env: its lines are put into the environment. A file that cannot be parsed is said and left out.
 * Source: chaoslib/__init__.py `merge_vars`.
 */
export const mergeVariables = (
  files: readonly VariableFile[],
  given: Mapping,
  environment: Environment,
  notes: Notes,
): Variables => {
  const merged = { configuration: {} as Mapping, secrets: {} as Mapping }
  for (const file of files) {
    try {
      const data = read(file)
      if (!isTruthy(data)) setEnvironment(file.text, environment)
      else if (isMapping(data)) {
        Object.assign(merged.configuration, data.configuration)
        Object.assign(merged.secrets, data.secrets)
      }
    } catch (error) {
      notes.error(`Failed to parse variable file '${file.name}': ${(error as Error).message}`)
    }
  }
  Object.assign(merged.configuration, given)
  return merged
}
