import { ReadTopology } from './read-topology.ts'

/** What core-providers.ts provides of the topology. */
export const topologyUseCases = [ReadTopology]
