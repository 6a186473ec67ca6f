import {
  allowList,
  describeError,
  Environment,
  knownControls,
  placedError,
  validateExperiment,
} from '@noops-dojo/chaos-toolkit'
import { chaosExit, type ChaosExit } from '../../chaos/exit-codes.ts'
import { notUnderstoodText, readSource, type ReadSource } from '../../chaos/read-source.ts'
import { terminalNotes as notes } from '../../chaos/terminal-notes.ts'
import { readFaults } from '../fault/list.ts'

const validateMesh = ({ source, notUnderstood }: ReadSource): ChaosExit => {
  const { method } = source.value as { method: { name: string }[] }
  for (const { name } of method) notes.info(`understood: ${name}`)
  if (notUnderstood.length > 0) console.error(notUnderstoodText(notUnderstood))
  return method.length > 0 ? chaosExit.ok : chaosExit.failed
}

/**
 * `dojo chaos validate`: accepts and refuses what chaoslib does, without a sandbox; paths of processes are looked up
 * when the experiment runs, in the judge. Gives 0 or 1.
 */
export const validateChaos = async (file: string): Promise<ChaosExit> => {
  let read: ReadSource
  try {
    read = await readSource(file, readFaults())
  } catch (error) {
    notes.error(describeError(error))
    return chaosExit.failed
  }
  if (read.isMesh) return validateMesh(read)
  const { source } = read
  try {
    notes.info("Validating the experiment's syntax")
    await validateExperiment(source.value, {
      ...{ modules: allowList(readFaults()), controls: knownControls(), notes },
      environment: new Environment(process.env),
      isFloat: (path) => source.isFloat(path),
    })
    notes.info('experiment syntax and semantic look valid')
    return chaosExit.ok
  } catch (error) {
    notes.error(placedError(error, source))
    return chaosExit.failed
  }
}
