import type { Fault } from '../fault.ts'
import { certificateExpired } from './certificate-expired.ts'
import { certificateWrongCa } from './certificate-wrong-ca.ts'
import { certificateWrongName } from './certificate-wrong-name.ts'

/** Faults of certificates and identity. */
export const certificateFaults = [
  certificateExpired,
  certificateWrongCa,
  certificateWrongName,
] as readonly unknown[] as readonly Fault[]
