import type { Fault } from '../fault.ts'
import { dnsDelay } from './dns-delay.ts'
import { dnsNxdomain } from './dns-nxdomain.ts'
import { dnsSpoof } from './dns-spoof.ts'
import { dnsTimeout } from './dns-timeout.ts'

/** Faults of name resolution. */
export const dnsFaults = [
  dnsNxdomain,
  dnsTimeout,
  dnsSpoof,
  dnsDelay,
] as readonly unknown[] as readonly Fault[]
