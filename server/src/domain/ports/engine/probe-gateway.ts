import type { GatewayProbe, HttpCheckResult, ProbeSample } from '@noops-dojo/contracts'

/** The gateway: open-loop probes, HTTP checks, previews. Calls may throw DojoError GATEWAY_AWAY. */
export abstract class ProbeGateway {
  abstract isConnected(): boolean
  /** Sets where the gateway is (known once the engine has started it) and connects. */
  abstract connect(origin: string): void
  abstract setProbes(sandboxId: string, probes: readonly GatewayProbe[]): Promise<void>
  abstract drop(sandboxId: string): Promise<void>
  /** Samples whose scheduled start lies in [from, to], oldest first; ten minutes are kept. */
  abstract samples(sandboxId: string, probe: string, from: number, to: number): Promise<ProbeSample[]>
  abstract check(request: {
    url: string
    method?: 'GET' | 'POST' | 'HEAD'
    body?: string
    timeoutMs: number
  }): Promise<HttpCheckResult>
  /** New samples as they arrive; gives the function that ends it. */
  abstract subscribe(sandboxId: string, listener: (probe: string, samples: ProbeSample[]) => void): () => void
  /** Where the server forwards previews: origin and authorization header of the gateway. */
  abstract previewUpstream(): { origin: string; authorization: string } | undefined
}
