import type { Fault } from '../fault.ts'
import { monitoringOutage } from './monitoring-outage.ts'
import { nodeDrain } from './node-drain.ts'
import { serviceScaleToZero } from './service-scale-to-zero.ts'

/** Faults of what carries the services: nodes, replicas, the monitor. */
export const platformFaults = [
  monitoringOutage,
  nodeDrain,
  serviceScaleToZero,
] as readonly unknown[] as readonly Fault[]
