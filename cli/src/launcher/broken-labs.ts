import type { LabSummary } from '@noops-dojo/contracts'
import { ask, jsonOf } from './ask.ts'
import { SettingError } from './settings.ts'

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

const readLabs = async (address: string): Promise<LabSummary[] | undefined> =>
  jsonOf<{ items?: LabSummary[] }>(await ask(`${address}/api/labs`))?.items

/** Asks a running dojo which labs it could not use. Gives none when it does not answer. */
export const readBrokenLabs = async (address: string): Promise<BrokenLab[]> => {
  const labs = (await readLabs(address)) ?? []
  const ids = [...new Set(labs.filter(({ status }) => status === 'broken').map(({ id }) => id))]
  return Promise.all(ids.map(async (id) => ({ id, sentence: await sentenceOf(address, id) })))
}

/**
 * Throws SettingError when a dojo that lists its labs can use none of them: that does not get better by waiting, and its
 * log does not say why. One that does not answer yet is none of that.
 */
export const refuseWithoutLabs = async (
  address: string,
  folder = process.env.DOJO_LABS ?? 'labs/',
): Promise<void> => {
  const labs = await readLabs(address)
  if (labs === undefined || labs.some(({ status }) => status !== 'broken')) return
  const broken = await readBrokenLabs(address)
  throw new SettingError(
    broken.length > 0
      ? `No lab can be used. ${broken.map(({ sentence }) => sentence).join(' ')}`
      : `There is no lab in ${folder}: DOJO_LABS names a folder of tracks, and each track holds labs.`,
  )
}
