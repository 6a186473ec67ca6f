import type { DataFolder, Made } from '../launcher/data-folder.ts'
import type { EngineUsers } from './engine-users.ts'

export interface LeaveSteps {
  /** Gives the names of dojos that have something in the engine, whether or not a process of theirs runs. */
  readonly instances: () => Promise<readonly string[]>
  /** Called when somebody still uses the engine, with who that is. */
  readonly stay: (others: readonly string[]) => Promise<void>
  /** Called when nobody does, with what this dojo and those before it made. */
  readonly takeDown: (made: Made) => Promise<void>
}

/**
 * Ends this process's use of the engine: the last user takes down what dojos made of it, another one hands what it
 * made over to those who are left. Nobody starts an engine or stops one meanwhile.
 */
export const leaveEngine = async (
  users: EngineUsers,
  folder: DataFolder,
  steps: LeaveSteps,
): Promise<void> => {
  await users.exclusively(async () => {
    // First: of two that leave at once, the second one finds itself alone.
    users.leave(folder.path)
    const processes = users.others(folder.path).map(({ pid }) => `process ${pid}`)
    const others = [...(await steps.instances()), ...processes]
    if (others.length > 0) {
      users.handOver(folder.made())
      return steps.stay(others)
    }
    await steps.takeDown({ ...users.left(), ...folder.made() })
    users.forgetLeft()
  })
  users.tidy()
}
