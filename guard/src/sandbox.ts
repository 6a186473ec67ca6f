import type { Socket } from 'node:net'
import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import type { Engine } from './engine/engine.ts'
import { Directory } from './ownership/directory.ts'
import { Images } from './ownership/images.ts'
import { Names } from './ownership/names.ts'
import { Lock } from './quota/lock.ts'
import { InFlight } from './quota/in-flight.ts'
import { Places, spareConnections } from './quota/places.ts'
import { TokenBucket } from './quota/rate.ts'
import { WaitingExecs } from './quota/waiting-execs.ts'

/** All the secrets and configs of a sandbox (500 KB each) fit in the burst. */
const bodyBurstBytes = 8 * 1024 * 1024
const bodyBytesPerSecond = 128 * 1024
/** Twenty containers are some 60 KB in a list; reading and writing a MB takes the guard some 15 ms. */
const answerBytesPerSecond = 4 * 1024 * 1024
const answerBurstBytes = 32 * 1024 * 1024
const maxWaitingExecs = 32

const openStreams = () => new Places(0, 'streams open; close one first')
const requestsUnderWay = () => new Places(0, 'requests under way; wait until one of them is answered')

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
  /** Bytes of the engine's answers that the guard reads whole, for the client and for itself. */
  readonly answers = new TokenBucket('bytes of answers', answerBytesPerSecond, answerBurstBytes)
  readonly streams = { learner: openStreams(), judge: openStreams() }
  /**
   * Requests under way. A client that goes away gives its connection back at once, and what it asked of the engine goes on:
   * a `docker stop` may take as long as its container likes.
   */
  readonly underWay = { learner: requestsUnderWay(), judge: requestsUnderWay() }
  readonly mutations = new InFlight()
  /** Clients whose archives are on their way in; a fence ends them. */
  readonly uploads = new Set<Socket>()
  /** Held while a quota is read and used, so that two parallel creates cannot both take the last place. */
  readonly quotaLock = new Lock()
  readonly waitingExecs = new WaitingExecs(maxWaitingExecs)
  /** Exec ids that this guard saw being created, with their container. */
  readonly execs = new Map<string, string>()

  constructor(policy: GuardPolicy, engine: Engine) {
    this.engine = engine.paidBy(this.answers)
    this.policy = policy
    this.apply(policy)
  }

  /** Takes over a changed policy. */
  apply(policy: GuardPolicy): void {
    this.policy = policy
    this.names = new Names(policy)
    this.directory = new Directory(this.engine, policy, this.names)
    this.images = new Images(this.engine, policy)
    const perSecond = policy.limits.requestsPerSecond
    const requests = () => new TokenBucket('requests', perSecond)
    this.rates = { learner: requests(), judge: requests() }
    for (const side of ['learner', 'judge'] as const) {
      this.streams[side].limit = policy.limits.streams
      this.underWay[side].limit = policy.limits.streams + spareConnections
    }
  }
}
