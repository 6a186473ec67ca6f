import { ReadTopology } from './read-topology.ts'

/** What app.module.ts provides of the topology. */
export const topologyUseCases = [ReadTopology]
