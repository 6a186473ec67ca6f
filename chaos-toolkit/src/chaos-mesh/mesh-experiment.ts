import type { ExperimentSource } from '../load/source.ts'
import { functionName } from '../python/dojo-functions.ts'
import type { Mapping } from '../value/mapping.ts'
import type { MeshFault } from './spec.ts'

const activityOf = ({ title, use, target, with: args, lastsS }: MeshFault): Mapping => ({
  type: 'action',
  name: `${title}: ${use} on ${target}`,
  provider: {
    type: 'python',
    module: 'noops.faults',
    func: functionName(use),
    arguments: { target, ...args },
  },
  // Chaos Mesh goes on when the duration is over.
  ...(lastsS === null || !('for' in args) ? {} : { pauses: { after: lastsS } }),
})

/** Makes an experiment of imported faults: one after the other, without a hypothesis; the dojo’s verdict judges it. */
export const meshExperiment = (name: string, faults: readonly MeshFault[]): ExperimentSource => ({
  name,
  value: {
    title: [...new Set(faults.map(({ title }) => title))].join(', '),
    description: `Imported from ${name}`,
    method: faults.map(activityOf),
  },
  placeOf: () => ({ line: 1, column: 1 }),
  isFloat: () => false,
})
