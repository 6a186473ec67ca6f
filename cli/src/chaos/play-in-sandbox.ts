import { arch, hostname, platform, release } from 'node:os'
import {
  Environment,
  knownControls,
  mergeVariables,
  readControls,
  readVariables,
  runExperiment,
  type ExperimentSource,
  type Interrupts,
  type Notes,
  type Outcome,
} from '@noops-dojo/chaos-toolkit'
import { readFiles, type RunChaosFlags } from './flags.ts'
import type { ChaosPlace } from './place.ts'
import { machineClock, sandboxBench, sandboxJudge, sandboxVerdict } from './sandbox-ports.ts'

/** What a journal says about this machine. */
const machine = { platform: `${platform()}-${release()}-${arch()}`, node: hostname() }

export interface PlayOrder {
  readonly source: ExperimentSource
  readonly flags: RunChaosFlags
  readonly place: ChaosPlace
  readonly notes: Notes
  readonly interrupts: Interrupts
}

/** Runs an experiment in a sandbox with the options of the command line. */
export const playInSandbox = ({ source, flags, place, notes, interrupts }: PlayOrder): Promise<Outcome> => {
  const { call, sandboxId } = place
  const environment = new Environment(process.env)
  const controlModules = knownControls()
  return runExperiment(
    {
      ...{ source, environment, machine },
      flags: {
        hypothesisStrategy: flags.hypothesisStrategy,
        rollbackStrategy: flags.rollbackStrategy,
        frequencyS: flags.hypothesisFrequency,
        failFast: flags.failFast,
        dry: flags.dry,
        isStrict: flags.strictCtk,
      },
      isValidated: flags.validation,
      variables: mergeVariables(readFiles(flags.varFile), readVariables(flags.var), environment, notes),
      globalControls: readControls(readFiles(flags.controlFile), controlModules, notes),
    },
    {
      judge: sandboxJudge(call, sandboxId),
      bench: sandboxBench(call, sandboxId),
      verdictOf: sandboxVerdict(call, sandboxId),
      ...{ clock: machineClock, notes, interrupts, controlModules },
    },
  )
}
