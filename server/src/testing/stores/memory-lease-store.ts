import { LeaseStore } from '../../domain/ports/store/lease-store.ts'

export class MemoryLeaseStore extends LeaseStore {
  private readonly leases = new Map<string, { holder: string; expiresAt: number }>()

  async take(name: string, holder: string, now: number, expiresAt: number): Promise<boolean> {
    const lease = this.leases.get(name)
    if (lease !== undefined && lease.holder !== holder && lease.expiresAt > now) return false
    this.leases.set(name, { holder, expiresAt })
    return true
  }

  async release(name: string, holder: string): Promise<void> {
    if (this.leases.get(name)?.holder === holder) this.leases.delete(name)
  }
}
