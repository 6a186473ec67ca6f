import { output } from '../../../tools/command.ts'
import type { Made } from '../launcher/data-folder.ts'
import { endProcess, isAlive } from '../parts/process-record.ts'
import { swarmInfo } from './swarm.ts'

/** Leaves the Swarm that a dojo made, unless it is in use. Gives a sentence. */
export const leaveSwarm = async (made: Made): Promise<string> => {
  if (made.swarmNode === undefined) return 'was there before the dojo: stays'
  if ((await swarmInfo()).NodeID !== made.swarmNode) return 'is another one by now: stays'
  const services = await output('docker', ['service', 'ls', '--quiet'])
  if (services !== '') return 'runs services that are not the dojo’s: stays'
  await output('docker', ['swarm', 'leave', '--force'])
  return 'left'
}

/** Ends the engine that a dojo started, unless it runs something. Gives a sentence. */
export const stopEngine = async (made: Made, isEngineThere: boolean): Promise<string> => {
  if (!made.engine || !isAlive(made.engine)) return 'was not started by the dojo: stays'
  // One that was interrupted while it started does not answer: nothing runs in it.
  const others = isEngineThere ? await output('docker', ['ps', '--quiet']) : ''
  if (others !== '') return 'runs containers that are not the dojo’s: stays'
  await endProcess(made.engine, 30_000)
  return 'stopped'
}
