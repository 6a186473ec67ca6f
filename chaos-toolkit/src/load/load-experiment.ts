import { invalidExperiment, invalidSource } from '../failure/chaos-error.ts'
import { parseJson, parseYaml } from './parse-text.ts'
import type { ExperimentSource } from './source.ts'

/** Where experiments come from: files and addresses. */
export interface ExperimentReader {
  /** The file’s text; undefined when there is no such file. */
  readFile(path: string): string | undefined
  fetch(url: string): Promise<{ status: number; contentType: string; text: string }>
}

const wrongKind = 'only files with json, yaml or yml extensions are supported'

const fromFile = (name: string, text: string): ExperimentSource => {
  if (/\.ya?ml$/.test(name)) return parseYaml(text, name)
  if (name.endsWith('.json')) return parseJson(text, name)
  throw invalidExperiment(wrongKind)
}

const fromPlain = (name: string, text: string): ExperimentSource => {
  try {
    return parseJson(text, name)
  } catch {
    return parseYaml(text, name)
  }
}

const fromAddress = async (url: string, reader: ExperimentReader): Promise<ExperimentSource> => {
  const { status, contentType, text } = await reader.fetch(url)
  if (status !== 200) throw invalidSource(`Failed to fetch the experiment: ${text}`)
  if (contentType.includes('application/json')) return parseJson(text, url)
  if (/application\/x-yaml|text\/yaml/.test(contentType)) return parseYaml(text, url)
  if (contentType.includes('text/plain')) return fromPlain(url, text)
  throw invalidExperiment(wrongKind)
}

/**
 * Loads an experiment from a .json, .yaml or .yml file or from an http(s) address. Rejects with InvalidSource,
 * InvalidExperiment or PythonError; all are exit code 1. Source: chaoslib/loader.py.
 */
export const loadExperiment = async (source: string, reader: ExperimentReader): Promise<ExperimentSource> => {
  const text = reader.readFile(source)
  if (text !== undefined) return fromFile(source, text)
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(source)?.[1]?.toLowerCase()
  if (scheme === undefined) throw invalidSource(`Path "${source}" does not exist.`)
  if (scheme !== 'http' && scheme !== 'https')
    throw invalidSource(`'${scheme}' is not a supported source scheme.`)
  return fromAddress(source, reader)
}
