import type { FaultDescription } from '@noops-dojo/contracts'
import { chaoslibVersion } from '../journal/journal.ts'
import { isoTime } from '../journal/time.ts'
import { allFunctions } from '../python/allow-list.ts'
import type { Parameter, PythonFunction } from '../python/python-function.ts'
import type { Mapping } from '../value/mapping.ts'

/** What a discovery says about the machine (Python’s platform.uname). */
export interface DiscoveryMachine {
  readonly system: string
  readonly node: string
  readonly release: string
  readonly version: string
  readonly machine: string
}

const argumentOf = ({ name, type, ...rest }: Parameter): Mapping => ({
  name,
  ...('default' in rest ? { default: rest.default } : {}),
  ...(type === undefined ? {} : { type }),
})

const activityOf = ({
  kind,
  name,
  module,
  doc,
  parameters,
  returns,
  injected = [],
}: PythonFunction): Mapping => ({
  ...{ type: kind, name, mod: module, doc },
  arguments: [
    ...parameters.map(argumentOf),
    ...injected.map((key) => ({ name: key, default: null, type: 'mapping' })),
  ],
  ...(returns === undefined ? {} : { return_type: returns }),
})

/**
 * Gives what `chaos discover` writes, made of the dojo’s faults and of the driver functions that it does itself.
 * `package`: only modules of that package, such as chaostoxi; undefined: all. Format: chaoslib/discovery/discover.py.
 */
export const discoveryOf = (
  faults: readonly FaultDescription[],
  about: { id: string; now: number; version: string; machine: DiscoveryMachine; package?: string },
): Mapping => ({
  chaoslib_version: chaoslibVersion,
  id: about.id,
  target: 'noops-dojo',
  date: isoTime(about.now),
  platform: { ...about.machine, proc: '', python: '' },
  extension: { name: about.package ?? 'noops', version: about.version },
  activities: allFunctions(faults)
    .filter(({ module }) => about.package === undefined || module.split('.')[0] === about.package)
    .map(activityOf),
  system: null,
})
