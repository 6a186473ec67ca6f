import { faultCategories, type FaultDescription } from '@noops-dojo/contracts'
import { faultList } from '@noops-dojo/lab-source'
import { faultTable } from './fault-table.ts'

/** Every fault of the dojo, with no server running (docs/decisions/131-the-fault-list-is-a-file.md). */
export const readFaults = (): readonly FaultDescription[] => faultList

/** `dojo fault list`: prints the registry. Throws a sentence for a category that there is not. */
export const listFaults = ({ json, category }: { json?: boolean; category?: string }): void => {
  const isKnown = category === undefined || (faultCategories as readonly string[]).includes(category)
  if (!isKnown)
    throw new Error(`There is no category "${category}"; there are ${faultCategories.join(', ')}.`)
  const faults = readFaults().filter((fault) => category === undefined || fault.category === category)
  console.log(json === true ? JSON.stringify(faults, null, 2) : faultTable(faults))
}
