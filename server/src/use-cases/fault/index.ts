import { InjectFault } from './inject-fault.ts'
import { ListFaults } from './list-faults.ts'
import { ReapFaults } from './reap-faults.ts'
import { RunFault } from './run-fault.ts'

/** What app.module.ts provides of the faults. */
export const faultUseCases = [InjectFault, ListFaults, ReapFaults, RunFault]
