import { existsSync, readFileSync, statSync } from 'node:fs'
import {
  importMesh,
  isMeshText,
  loadExperiment,
  meshExperiment,
  readMesh,
  type ExperimentReader,
  type ExperimentSource,
  type NotUnderstood,
} from '@noops-dojo/chaos-toolkit'
import type { FaultDescription } from '@noops-dojo/contracts'

const readFile = (path: string): string | undefined =>
  existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined

const reader: ExperimentReader = {
  readFile,
  fetch: async (url) => {
    const token = process.env.CHAOSTOOLKIT_LOADER_AUTH_BEARER_TOKEN
    const answer = await fetch(url, {
      headers: {
        accept: 'application/json, application/x-yaml',
        ...(token === undefined ? {} : { authorization: `bearer ${token.trim()}` }),
      },
    })
    const contentType = answer.headers.get('content-type') ?? ''
    return { status: answer.status, contentType, text: await answer.text() }
  },
}

export interface ReadSource {
  readonly source: ExperimentSource
  /** Of a Chaos Mesh file: everything that has no counterpart. */
  readonly notUnderstood: readonly NotUnderstood[]
  readonly isMesh: boolean
}

/**
 * Reads a Chaos Toolkit experiment, or Chaos Mesh objects as one. Rejects with the error of the loader, or when nothing
 * of a Chaos Mesh file has a counterpart.
 */
export const readSource = async (name: string, faults: readonly FaultDescription[]): Promise<ReadSource> => {
  const text = readFile(name)
  if (text === undefined || !isMeshText(text))
    return { source: await loadExperiment(name, reader), notUnderstood: [], isMesh: false }
  const imported = importMesh(readMesh(text, name), faults)
  return {
    source: meshExperiment(name, imported.faults),
    notUnderstood: imported.notUnderstood,
    isMesh: true,
  }
}

/** The loud list of what was not understood. */
export const notUnderstoodText = (list: readonly NotUnderstood[]): string =>
  [
    `NOT UNDERSTOOD, and not done (${list.length}):`,
    ...list.map(({ title, field, why }) => `  ! ${title}: ${field}: ${why}`),
  ].join('\n')
