import type { EngineEvent } from '../../../domain/ports/engine/sandbox-engine.ts'
import { engineLabels, sandboxOfName, shortName } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { attributeContainer, attributeService } from './attribution.ts'
import { toldOf, type EngineMessage } from './engine-message.ts'

const serviceLabel = 'com.docker.swarm.service.name'

/** Turns messages of the engine into the domain’s events; keeps what a removed service was. */
export class EventTranslator {
  readonly #engine: EngineConnection
  readonly #instance: string
  /** Service id → whether it is this instance’s: service events carry no labels, and a removed one cannot be asked. */
  readonly #services = new Map<string, boolean>()

  constructor(engine: EngineConnection, instance: string) {
    this.#engine = engine
    this.#instance = instance
  }

  /** Undefined: not of a sandbox of this instance. */
  translate(message: EngineMessage): Promise<EngineEvent | undefined> {
    return message.Type === 'service' ? this.#service(message) : this.#container(message)
  }

  async #container(message: EngineMessage): Promise<EngineEvent | undefined> {
    const attributes = message.Actor.Attributes ?? {}
    const sandboxId = attributes[engineLabels.sandbox]
    if (sandboxId === undefined || attributes[engineLabels.instance] !== this.#instance) return undefined
    const service = attributes[serviceLabel]
    const role = attributes[engineLabels.role] ?? null
    const isPlatforms = role === 'workstation' || role === 'judge' || role === 'helper'
    const needsCount = message.Action === 'start' && service === undefined && !isPlatforms
    const facts = {
      action: message.Action,
      isTask: service !== undefined,
      restartCount: needsCount ? await this.#restartCount(message.Actor.ID) : 0,
    }
    return {
      at: Math.floor(message.timeNano / 1e6),
      sandboxId,
      type: 'container',
      action: message.Action,
      name: isPlatforms ? null : shortName(sandboxId, attributes.name ?? ''),
      role,
      service: service === undefined ? null : shortName(sandboxId, service),
      exitCode: attributes.exitCode === undefined ? null : Number(attributes.exitCode),
      by: isPlatforms ? 'platform' : attributeContainer(facts),
      attributes: { ...toldOf(attributes), container: message.Actor.ID },
    }
  }

  async #restartCount(containerId: string): Promise<number> {
    const found = await this.#engine
      .call('inspect container', (docker) => docker.getContainer(containerId).inspect())
      .catch(() => undefined)
    return found?.RestartCount ?? 0
  }

  async #service(message: EngineMessage): Promise<EngineEvent | undefined> {
    const attributes = message.Actor.Attributes ?? {}
    const sandboxId = sandboxOfName(attributes.name ?? '')
    if (sandboxId === null || !(await this.#isOwnService(message.Actor.ID))) return undefined
    if (message.Action === 'remove') this.#services.delete(message.Actor.ID)
    const name = shortName(sandboxId, attributes.name ?? '')
    return {
      at: Math.floor(message.timeNano / 1e6),
      sandboxId,
      type: 'service',
      action: message.Action,
      name,
      role: null,
      service: name,
      exitCode: null,
      by: attributeService(message.Action, attributes['updatestate.new']),
      attributes: toldOf(attributes),
    }
  }

  async #isOwnService(serviceId: string): Promise<boolean> {
    const known = this.#services.get(serviceId)
    if (known !== undefined) return known
    const found = (await this.#engine
      .call('inspect service', (docker) => docker.getService(serviceId).inspect())
      .catch(() => undefined)) as { Spec?: { Labels?: Record<string, string> } } | undefined
    if (found === undefined) return false
    const isOwn = found.Spec?.Labels?.[engineLabels.instance] === this.#instance
    this.#services.set(serviceId, isOwn)
    return isOwn
  }
}
