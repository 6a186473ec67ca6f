import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import type { Engine } from './engine/engine.ts'
import { Directory } from './ownership/directory.ts'
import { Images } from './ownership/images.ts'
import { Names } from './ownership/names.ts'
import { Lock } from './quota/lock.ts'
import { Streams, TokenBucket } from './quota/rate.ts'

/** One sandbox as the guard sees it: its policy and everything that is derived from it. */
export class Sandbox {
  policy: GuardPolicy
  readonly engine: Engine
  names!: Names
  directory!: Directory
  images!: Images
  rate!: TokenBucket
  streams!: Streams
  /** Held while a quota is read and used, so that two parallel creates cannot both take the last place. */
  readonly quotaLock = new Lock()
  /** Exec ids that this guard saw being created, with their container. */
  readonly execs = new Map<string, string>()

  constructor(policy: GuardPolicy, engine: Engine) {
    this.engine = engine
    this.policy = policy
    this.apply(policy)
  }

  /** Takes over a changed policy. */
  apply(policy: GuardPolicy): void {
    this.policy = policy
    this.names = new Names(policy.sandboxId, policy.network)
    this.directory = new Directory(this.engine, policy, this.names)
    this.images = new Images(this.engine, policy)
    this.rate = new TokenBucket(policy.limits.requestsPerSecond)
    this.streams = new Streams(policy.limits.streams, this.streams?.open ?? 0)
  }
}
