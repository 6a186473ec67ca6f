import { faultDescription, type FaultDescription } from '@noops-dojo/contracts'
import list from '../../reference/faults.json' with { type: 'json' }

/**
 * Every fault of the server's registry, as a file: lint and `dojo fault list` work with no server. The test that keeps
 * docs/faults.md true writes it.
 */
export const faultList: readonly FaultDescription[] = faultDescription.array().parse(list)

/** Names in the server’s fault registry. */
export const knownFaults: readonly string[] = faultList.map(({ name }) => name)
