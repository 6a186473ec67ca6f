import { readFileSync } from 'node:fs'
import { faultCategories, type FaultDescription } from '@noops-dojo/contracts'
import { faultTable } from './fault-table.ts'

/**
 * Written from the server's registry by its test (`npx vitest run --project unit server/src/domain/fault -u`), because
 * the CLI never imports the server and must answer when none runs (docs/decisions/131-the-fault-list-is-a-file.md).
 */
const file = new URL('./faults.json', import.meta.url)

export const readFaults = (): FaultDescription[] =>
  JSON.parse(readFileSync(file, 'utf8')) as FaultDescription[]

/** `dojo fault list`: prints the registry. Throws a sentence for a category that there is not. */
export const listFaults = ({ json, category }: { json?: boolean; category?: string }): void => {
  const isKnown = category === undefined || (faultCategories as readonly string[]).includes(category)
  if (!isKnown)
    throw new Error(`There is no category "${category}"; there are ${faultCategories.join(', ')}.`)
  const faults = readFaults().filter((fault) => category === undefined || fault.category === category)
  console.log(json === true ? JSON.stringify(faults, null, 2) : faultTable(faults))
}
