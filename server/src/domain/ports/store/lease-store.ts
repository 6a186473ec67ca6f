/** Ownership between servers: a lease is held by one server until it expires. */
export abstract class LeaseStore {
  /** True when `holder` has the lease until `expiresAt` now. Renewing is taking again. */
  abstract take(name: string, holder: string, now: number, expiresAt: number): Promise<boolean>
  abstract release(name: string, holder: string): Promise<void>
}
