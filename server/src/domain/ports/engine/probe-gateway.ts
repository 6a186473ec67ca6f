import type { ClockStep, GatewayProbe, HttpCheckResult, ProbeSample } from '@noops-dojo/contracts'

export interface HttpCheckRequest {
  /** With engine names: http://s<id>-web:8080/ */
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'HEAD'
  readonly body?: string
  readonly headers?: Record<string, string>
  /** The answer’s body is cut here; default 64 KiB. */
  readonly maxBytes?: number
  readonly timeoutMs: number
}

/** The gateway: open-loop probes, HTTP checks, previews. Calls may throw DojoError GATEWAY_AWAY. */
export abstract class ProbeGateway {
  abstract isConnected(): boolean
  /** Sets where the gateway is (known once the engine has started it) and connects. */
  abstract connect(origin: string): void
  abstract setProbes(sandboxId: string, probes: readonly GatewayProbe[]): Promise<void>
  /** Not remembered for a gateway that is away: `listProbed` tells later what is still to be dropped. */
  abstract drop(sandboxId: string): Promise<void>
  /** Ids of the sandboxes whose probes it runs, whoever set them. */
  abstract listProbed(): Promise<string[]>
  /** Samples whose scheduled start lies in [from, to], oldest first; ten minutes are kept. */
  abstract samples(sandboxId: string, probe: string, from: number, to: number): Promise<ProbeSample[]>
  /** When the machine's clock was set, oldest first. Samples from before are not kept. */
  abstract clockSteps(): Promise<ClockStep[]>
  /** One HTTP request on the sandbox’s network. A refusal or a timeout is an answer, too: `status` null. */
  abstract check(request: HttpCheckRequest): Promise<HttpCheckResult>
  /** New samples as they arrive; gives the function that ends it. */
  abstract subscribe(sandboxId: string, listener: (probe: string, samples: ProbeSample[]) => void): () => void
  /** Where the server forwards previews: origin and authorization header of the gateway. */
  abstract previewUpstream(): { origin: string; authorization: string } | undefined
}
