import { DescribeFaults } from './describe-faults.ts'
import { InjectFault } from './inject-fault.ts'
import { LiftFault } from './lift-fault.ts'
import { LiveFaults } from './live-faults.ts'
import { ReapFaults } from './reap-faults.ts'
import { RunConsoleFault } from './run-console-fault.ts'
import { RunFault } from './run-fault.ts'

/** What core-providers.ts provides of the faults. */
export const faultUseCases = [
  DescribeFaults,
  InjectFault,
  LiftFault,
  LiveFaults,
  ReapFaults,
  RunConsoleFault,
  RunFault,
]
