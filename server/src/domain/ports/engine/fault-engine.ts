/** A running container that a fault may hit. Ids are full engine ids; `hostPid` is the main process on the node. */
export interface Victim {
  readonly containerId: string
  /** Engine name. */
  readonly containerName: string
  /** Short name of the service, or null for a plain container. */
  readonly service: string | null
  readonly serviceId: string | null
  readonly hostPid: number
  readonly startedAt: string
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

/** What a helper container is to do; it ends by itself after `maxMs` even when the server is dead. */
export interface HelperSpec {
  readonly sandboxId: string
  readonly faultRunId: string
  readonly argv: readonly string[]
  readonly namespaces: { readonly pid?: 'host'; readonly networkOf?: string }
  readonly capabilities: readonly string[]
  /** The engine's socket is at `helperEngineSocket` in the helper. */
  readonly needsEngine?: boolean
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
  abstract removeHelpers(faultRunId: string): Promise<void>
  abstract stop(containerId: string, graceSeconds: number): Promise<void>
  /** Starts a stopped container again; nothing happens when it runs already. */
  abstract start(containerId: string): Promise<void>
  abstract pause(containerId: string): Promise<void>
  abstract unpause(containerId: string): Promise<void>
  /** Sets the image of a service (catalogue name, `shop-web:2.0`) as the platform’s deploy robot; gives the version before. */
  abstract release(
    sandboxId: string,
    service: string,
    image: string,
  ): Promise<{ before: string; versionBefore: number }>
  abstract serviceImage(
    sandboxId: string,
    service: string,
  ): Promise<{ image: string; version: number; updateState: string | null } | undefined>
}
