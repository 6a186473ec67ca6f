import type { Notes } from '../port/notes.ts'
import { describeError } from '../failure/describe.ts'
import { asDict } from '../value/get.ts'
import { isMapping, type Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import type { Settings } from './substitute.ts'

/** Plays the probe of a configuration entry with what is loaded so far. */
export type PlayProbe = (activity: Mapping, settings: Settings) => Promise<unknown>

export interface DynamicSources {
  readonly play: PlayProbe
  readonly notes: Notes
  /** chaoslib writes all secrets into the probe, and so into the journal; only a strict run does. */
  readonly isStrict: boolean
}

const valueOf = (type: unknown, output: unknown): unknown => {
  if (type === 'python') return output
  const answer = asDict(output)
  if (type === 'http') return answer.body ?? null
  if (answer.status !== 0)
    throw new Error(`it ended with ${pythonStr(answer.status)}: ${pythonStr(answer.stderr)}`)
  return pythonStr(answer.stdout).trim()
}

const withSecrets = (entry: Mapping, secrets: Mapping, isStrict: boolean): Mapping => {
  const provider = asDict(entry.provider)
  if (!isStrict) return { ...entry, provider: { ...provider, secrets: Object.keys(secrets) } }
  provider.secrets = structuredClone(secrets)
  return entry
}

/**
 * Replaces `{type: probe, …}` in the configuration by what the probe gives: a function’s result, a process’s stdout
 * when it ended with 0, an answer’s body. One that fails is left out, with a warning; nothing stops.
 * Source: chaoslib/configuration.py `load_dynamic_configuration`.
 */
export const loadDynamicConfiguration = async (
  configuration: Mapping,
  secrets: Mapping,
  { play, notes, isStrict }: DynamicSources,
): Promise<Mapping> => {
  const loaded: Mapping = {}
  for (const [name, value] of Object.entries(configuration)) {
    if (!isMapping(value) || value.type !== 'probe') {
      loaded[name] = value
      continue
    }
    const type = asDict(value.provider).type
    try {
      const output = await play(withSecrets(value, secrets, isStrict), { configuration: loaded, secrets })
      loaded[name] = valueOf(type, output)
    } catch (error) {
      notes.warn(`Failed to load configuration '${name}': ${describeError(error)}`)
    }
  }
  return loaded
}
