import type { Fault } from '../fault.ts'
import { cpuStress } from './cpu-stress.ts'
import { cpuThrottle } from './cpu-throttle.ts'
import { ioThrottle } from './io-throttle.ts'
import { memoryLimit } from './memory-limit.ts'
import { memoryStress } from './memory-stress.ts'

/** Faults of what a target may use: CPU, memory, the disk's bandwidth. */
export const resourceFaults = [
  cpuStress,
  cpuThrottle,
  memoryStress,
  memoryLimit,
  ioThrottle,
] as readonly unknown[] as readonly Fault[]
