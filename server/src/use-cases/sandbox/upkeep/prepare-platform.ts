import { Injectable } from '@nestjs/common'
import { ProbeGateway, SandboxEngine } from '../../../domain/ports/index.ts'

/** Makes sure of Swarm, control network and gateway, and that the server talks to the gateway where it is now. */
@Injectable()
export class PreparePlatform {
  #origin: string | undefined

  constructor(
    private readonly engine: SandboxEngine,
    private readonly gateway: ProbeGateway,
  ) {}

  /** A restarted engine publishes the gateway on another port. Throws ENGINE_AWAY. */
  async execute(): Promise<void> {
    const { gatewayOrigin } = await this.engine.ensurePlatform()
    if (gatewayOrigin === this.#origin) return
    this.gateway.connect(gatewayOrigin)
    this.#origin = gatewayOrigin
  }
}
