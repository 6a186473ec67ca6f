import { FindLab } from './find-lab.ts'
import { ReadLabReadiness } from './lab-readiness.ts'
import { ListLabs } from './list-labs.ts'
import { ReadLab } from './read-lab.ts'

/** What core-providers.ts provides of the lab use cases. */
export const labUseCases = [FindLab, ListLabs, ReadLab, ReadLabReadiness]
