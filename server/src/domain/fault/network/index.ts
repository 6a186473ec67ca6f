import type { Fault } from '../fault.ts'
import { networkConnectionLimit } from './network-connection-limit.ts'
import { networkFlap } from './network-flap.ts'
import { networkLoss } from './network-loss.ts'
import { networkPartition } from './network-partition.ts'
import { networkReset } from './network-reset.ts'

/** Faults of a target's network. */
export const networkFaults = [
  networkLoss,
  networkPartition,
  networkFlap,
  networkReset,
  networkConnectionLimit,
] as readonly unknown[] as readonly Fault[]
