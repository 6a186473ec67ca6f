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

/** Asks a running dojo which labs it could not use. Gives none when it does not answer. */
export const readBrokenLabs = async (address: string): Promise<BrokenLab[]> => {
  const labs = jsonOf<{ items?: LabSummary[] }>(await ask(`${address}/api/labs`))?.items ?? []
  const ids = [...new Set(labs.filter(({ status }) => status === 'broken').map(({ id }) => id))]
  return Promise.all(ids.map(async (id) => ({ id, sentence: await sentenceOf(address, id) })))
}

/**
 * Throws SettingError when a dojo that answers can use no lab at all (`labs`: what /readyz says of them): that does not
 * get better by waiting, and its log does not say why.
 */
export const refuseWithoutLabs = async (
  address: string,
  labs: { readonly ok: boolean; readonly detail: string } | undefined,
  folder = process.env.DOJO_LABS ?? 'labs/',
): Promise<void> => {
  if (labs === undefined || labs.ok || !labs.detail.startsWith('0 labs')) return
  const broken = await readBrokenLabs(address)
  throw new SettingError(
    broken.length > 0
      ? `No lab can be used. ${broken.map(({ sentence }) => sentence).join(' ')}`
      : `There is no lab in ${folder}: DOJO_LABS names a folder of tracks, and each track holds labs.`,
  )
}
