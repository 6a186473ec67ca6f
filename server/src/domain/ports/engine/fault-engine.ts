/** A running container that a fault may hit. Ids are full engine ids; `hostPid` is the main process on the node. */
export interface Victim {
  readonly containerId: string
  /** Engine name. */
  readonly containerName: string
  /** Short name of the service, or null for a plain container. */
  readonly service: string | null
  readonly serviceId: string | null
  /** Swarm node of a task; null or absent for a plain container. */
  readonly nodeId?: string | null
  readonly hostPid: number
  readonly startedAt: string
}

/** A file inside a container. `content` is base64, as the ledger keeps it. */
export interface ContainerFile {
  readonly content: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

export interface TargetState {
  readonly exists: boolean
  readonly isRunning: boolean
  readonly isPaused: boolean
  readonly hostPid: number
  readonly startedAt: string
  /** /proc state letters of the container’s processes, sorted: T means stopped. */
  readonly processStates: string
}

/** Where a helper that `needsEngine` finds the engine. */
export const helperEngineSocket = '/run/engine.sock'

/** Where a helper that `needsCgroups` finds the node's cgroup file systems (v1 and v2 alike). */
export const helperCgroupFolder = '/run/cgroup'

/** The engine's limits of one container; 0 is "none". `memorySwapBytes` counts memory and swap together. */
export interface ContainerLimits {
  readonly nanoCpus: number
  readonly memoryBytes: number
  readonly memorySwapBytes: number
  readonly pids: number
}

/** What a service asks for. `env` are `KEY=value` texts as they stand in the spec. */
export interface ServiceFacts {
  /** Catalogue name: `shop-web:1.0`. */
  readonly image: string
  readonly version: number
  readonly updateState: string | null
  /** Null: a global service. */
  readonly replicas: number | null
  readonly env: readonly string[]
  readonly constraints: readonly string[]
}

/** What the deploy robot changes; what is not named stays as it is. */
export interface ServiceChange {
  readonly image?: string
  readonly env?: readonly string[]
  readonly replicas?: number
  readonly constraints?: readonly string[]
}

/** What a helper container is to do; it ends by itself after `maxMs` even when the server is dead. */
export interface HelperSpec {
  readonly sandboxId: string
  readonly faultRunId: string
  readonly argv: readonly string[]
  /** `networkOf` joins a container's network namespace; `network: 'sandbox'` the sandbox's network. Else: no network. */
  readonly namespaces: {
    readonly pid?: 'host'
    readonly networkOf?: string
    readonly network?: 'sandbox'
  }
  readonly capabilities: readonly string[]
  /** The tools of `chaos` (iptables, tc, python3, stress-ng) are not in the learner's image. Default: workstation. */
  readonly image?: 'workstation' | 'chaos'
  /** The engine's socket is at `helperEngineSocket` in the helper. */
  readonly needsEngine?: boolean
  /** The node's cgroups are at `helperCgroupFolder`, writable: for faults of limits and for stressors. */
  readonly needsCgroups?: boolean
  /** Default 64; MiB. A stressor that moves into its target's cgroup is charged there. */
  readonly memoryMiB?: number
  readonly pids?: number
  readonly maxMs: number
}

/** The engine’s side of faults. Never touches anything that does not carry the sandbox’s labels. */
export abstract class FaultEngine {
  /** Running containers that `target` (a short service or container name) stands for now, in a stable order. */
  abstract victims(sandboxId: string, target: string): Promise<Victim[]>
  abstract state(containerId: string): Promise<TargetState>
  /** Runs a labelled helper to its end; gives its exit code and output. */
  abstract runHelper(spec: HelperSpec): Promise<{ exitCode: number; output: string }>
  /** Starts a labelled helper that goes on by itself; gives its container id. */
  abstract startHelper(spec: HelperSpec): Promise<string>
  /** What the helpers of a fault run that go on by themselves have printed so far; '' when there is none. */
  abstract helperOutput(faultRunId: string): Promise<string>
  abstract removeHelpers(faultRunId: string): Promise<void>
  abstract stop(containerId: string, graceSeconds: number): Promise<void>
  /** Starts a stopped container again; nothing happens when it runs already. */
  abstract start(containerId: string): Promise<void>
  abstract pause(containerId: string): Promise<void>
  abstract unpause(containerId: string): Promise<void>
  /** Short names of the sandbox's services, sorted. */
  abstract services(sandboxId: string): Promise<string[]>
  abstract service(sandboxId: string, service: string): Promise<ServiceFacts | undefined>
  /** Changes a service as the platform's deploy robot and nothing else of it; throws FAULT_TARGET_GONE. */
  abstract changeService(
    sandboxId: string,
    service: string,
    change: ServiceChange,
  ): Promise<{ before: ServiceFacts }>
  /** Limits of a container now; undefined when it is gone. */
  abstract limits(containerId: string): Promise<ContainerLimits | undefined>
  /** Sets limits (`docker update`); a container that is gone is fine. */
  abstract setLimits(containerId: string, limits: Partial<ContainerLimits>): Promise<void>
  /** A file of a learner's container, running or not; undefined: the container or the file is not there. */
  abstract readFile(containerId: string, path: string): Promise<ContainerFile | undefined>
  /** Replaces a file of a learner's container; throws FAULT_INVALID where it cannot be written. */
  abstract writeFile(containerId: string, path: string, file: ContainerFile): Promise<void>
  /** IPv4 addresses on the sandbox network of all running containers that `target` stands for, sorted. */
  abstract addresses(sandboxId: string, target: string): Promise<string[]>
}
