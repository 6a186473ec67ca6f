import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import type { Engine } from './engine/engine.ts'
import { Directory } from './ownership/directory.ts'
import { Images } from './ownership/images.ts'
import { Names } from './ownership/names.ts'
import { Lock } from './quota/lock.ts'
import { InFlight } from './quota/in-flight.ts'
import { Streams, TokenBucket } from './quota/rate.ts'
import { WaitingExecs } from './quota/waiting-execs.ts'

/** All the secrets and configs of a sandbox (500 KB each) fit in the burst. */
const bodyBurstBytes = 8 * 1024 * 1024
const bodyBytesPerSecond = 128 * 1024
const maxWaitingExecs = 32

/** One sandbox as the guard sees it: its policy and everything that is derived from it. */
export class Sandbox {
  policy: GuardPolicy
  readonly engine: Engine
  names!: Names
  directory!: Directory
  images!: Images
  /** Rates and streams of the two sockets: a learner cannot starve the judge. */
  rates!: { learner: TokenBucket; judge: TokenBucket }
  /** Bytes of JSON: the engine keeps much of it, in its memory (execs) and on its disk (Swarm's log). */
  readonly bodies = new TokenBucket('bytes', bodyBytesPerSecond, bodyBurstBytes)
  readonly streams = new Streams(0)
  readonly judgeStreams = new Streams(0)
  readonly mutations = new InFlight()
  /** Held while a quota is read and used, so that two parallel creates cannot both take the last place. */
  readonly quotaLock = new Lock()
  readonly waitingExecs = new WaitingExecs(maxWaitingExecs)
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
    const perSecond = policy.limits.requestsPerSecond
    const requests = () => new TokenBucket('requests', perSecond)
    this.rates = { learner: requests(), judge: requests() }
    this.streams.limit = policy.limits.streams
    this.judgeStreams.limit = policy.limits.streams
  }
}
