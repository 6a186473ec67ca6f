import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import { PlatformLog, ProbeGateway, SandboxEngine } from '../../../domain/ports/index.ts'

/** Makes sure of Swarm, control network and gateway, and that the server talks to the gateway where it is now. */
@Injectable()
export class PreparePlatform {
  #origin: string | undefined
  /** What the last pass could not do, by what: each is told once. */
  #told: ReadonlyMap<string, string> = new Map()

  constructor(
    private readonly engine: SandboxEngine,
    private readonly gateway: ProbeGateway,
    private readonly log: PlatformLog,
  ) {}

  /**
   * A restarted engine publishes the gateway on another port. Throws ENGINE_AWAY; anything else that is in the way is told
   * to the operator, once, and tried again: sandboxes can be ended and mended without a gateway.
   */
  async execute(): Promise<void> {
    try {
      const { gatewayOrigin, notJoined } = await this.engine.ensurePlatform()
      this.#tell(new Map(Object.entries(notJoined)), 'the gateway is not in the network of a sandbox')
      if (gatewayOrigin === this.#origin) return
      this.gateway.connect(gatewayOrigin)
      this.#origin = gatewayOrigin
    } catch (error) {
      if (error instanceof DojoError && error.code === 'ENGINE_AWAY') throw error
      this.#tell(new Map([['platform', String(error)]]), 'the gateway does not come up; the rest goes on')
    }
  }

  /** `problems`: by sandbox, or of the whole. */
  #tell(problems: ReadonlyMap<string, string>, message: string): void {
    if (this.#told.has('platform') && !problems.has('platform')) this.log.info('the gateway is up again')
    for (const [about, error] of problems)
      if (this.#told.get(about) !== error) this.log.warn(message, { about, error })
    this.#told = problems
  }
}
