import type { Fault } from '../fault.ts'
import { httpAbort } from './http-abort.ts'
import { httpDelay } from './http-delay.ts'
import { httpStatus } from './http-status.ts'
import { httpThrottle } from './http-throttle.ts'

/** Faults of requests and answers. */
export const httpFaults = [
  httpDelay,
  httpAbort,
  httpStatus,
  httpThrottle,
] as readonly unknown[] as readonly Fault[]
