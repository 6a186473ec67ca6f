/** What a deployment decides about sandboxes. Built from the configuration; a class, so that Nest injects it by type. */
export class SandboxSettings {
  /** Labels every engine object; two dojos on one engine never see each other’s. */
  readonly instance: string = 'dojo'
  /** Holder of leases: the same after a restart of the same server, so that its work goes on at once. */
  readonly serverId: string = 'server'
  /** Sandboxes at most on this host, warm ones included. */
  readonly maxSandboxes: number = 20
  readonly maxPerLearner: number = 2
  /** Sandboxes that are provisioned at the same time. */
  readonly provisionConcurrency: number = 4
  /** Checks of tasks that run at the same time, whoever asked for them. */
  readonly checksAtOnce: number = 4
  readonly isPoolOn: boolean = true
  readonly reconcileEveryMs: number = 15_000
  /** Orphans removed in one pass at most: a wrong database must not wipe a host at once. */
  readonly orphansPerPass: number = 10
  /** A sandbox that is not ready after this has failed. */
  readonly prepareTimeoutMs: number = 300_000

  constructor(values: Partial<SandboxSettings> = {}) {
    Object.assign(this, values)
  }
}
