import { parse } from 'yaml'
import type { VariableFile } from '../configuration/variable-files.ts'
import type { Notes } from '../port/notes.ts'
import type { ControlModules } from '../control/control-module.ts'
import { dictIn } from '../value/get.ts'
import { isMapping, type Mapping } from '../value/mapping.ts'

const read = ({ name, text }: VariableFile): unknown =>
  name.endsWith('.json') ? (JSON.parse(text) as unknown) : (parse(text) as unknown)

/**
 * Reads `--control-file`s: names with their controls, which then apply to the whole run. A control of a Python module
 * that is not known is left out, a file that cannot be parsed is said and left out. Source: chaoslib
 * `load_global_controls`.
 */
export const readControls = (
  files: readonly VariableFile[],
  known: ControlModules,
  notes: Notes,
): Mapping[] =>
  files.flatMap((file) => {
    try {
      const declared = read(file)
      return Object.entries(isMapping(declared) ? declared : {}).flatMap(([name, control]) => {
        const named = { ...(control as Mapping), name }
        const provider = dictIn(named as Mapping, 'provider')
        return provider.type === 'python' && !known.has(String(provider.module)) ? [] : [named]
      })
    } catch (error) {
      notes.error(`Failed to parse control file '${file.name}': ${(error as Error).message}`)
      return []
    }
  })
