import type { Fault } from '../fault.ts'
import { networkBandwidth } from './network-bandwidth.ts'
import { networkConnectionLimit } from './network-connection-limit.ts'
import { networkDelay } from './network-delay.ts'
import { networkFlap } from './network-flap.ts'
import { networkLoss } from './network-loss.ts'
import { networkPartition } from './network-partition.ts'
import { networkReset } from './network-reset.ts'

/** Faults of a target's network. */
export const networkFaults = [
  networkDelay,
  networkLoss,
  networkBandwidth,
  networkPartition,
  networkFlap,
  networkReset,
  networkConnectionLimit,
] as readonly unknown[] as readonly Fault[]
