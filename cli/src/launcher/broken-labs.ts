import type { LabSummary } from '@noops-dojo/contracts'
import { ask, jsonOf } from './ask.ts'

export interface BrokenLab {
  readonly id: string
  /** Which folder it is and what shows its problems. */
  readonly sentence: string
}

/** The server knows the folder, which is in no list that learners see; it says it where the lab is asked for. */
const sentenceOf = async (address: string, id: string): Promise<string> => {
  const answer = await ask(`${address}/api/labs/${encodeURIComponent(id)}`)
  const said = jsonOf<{ message?: string }>(answer)?.message?.split('\n')[0]
  return said ?? `The lab "${id}" has problems in its files; "dojo lab lint FOLDER" shows them.`
}

/** Asks a running dojo which labs it could not use. Gives none when it does not answer. */
export const readBrokenLabs = async (address: string): Promise<BrokenLab[]> => {
  const labs = jsonOf<{ items?: LabSummary[] }>(await ask(`${address}/api/labs`))?.items ?? []
  const ids = [...new Set(labs.filter(({ status }) => status === 'broken').map(({ id }) => id))]
  return Promise.all(ids.map(async (id) => ({ id, sentence: await sentenceOf(address, id) })))
}
