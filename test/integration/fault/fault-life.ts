import { execFileSync } from 'node:child_process'
import type Docker from 'dockerode'
import { expect } from 'vitest'
import type { Fault, FaultOrder, FaultPlan } from '../../../server/src/domain/fault/fault.ts'
import { tooLate } from '../../../server/src/domain/fault/helper-program.ts'
import { engineName, networkName } from '../../../server/src/domain/sandbox/engine-names.ts'
import { FaultStage, shopHealth } from './fault-stage.ts'

const first = () => 0

/** A stage that takes faults through their lives, with containers that have limits as the guard gives them. */
export class FaultLife extends FaultStage {
  /** Starts a container of the shop that is always restarted; gives its id. */
  async limited(name: string, image: string, host: Docker.HostConfig, env: string[] = []): Promise<string> {
    const container = await this.docker.createContainer({
      name: engineName(this.sandboxId, name),
      Image: `noops-dojo/${image}`,
      Labels: this.labels,
      Env: env,
      Healthcheck: shopHealth,
      HostConfig: {
        NetworkMode: networkName(this.sandboxId),
        RestartPolicy: { Name: 'always' },
        Init: true,
        ...(host.Memory ? { MemorySwap: host.Memory } : {}),
        ...host,
      },
    })
    await container.start()
    await this.until(async () => (await container.inspect()).State.Health?.Status === 'healthy')
    return container.id
  }

  /** Starts a container of the same image that only sleeps, without anything preloaded. */
  async sleeper(name: string): Promise<void> {
    const container = await this.docker.createContainer({
      name: engineName(this.sandboxId, name),
      Image: 'noops-dojo/shop-web:1.0',
      Labels: this.labels,
      Cmd: ['sleep', '600'],
      HostConfig: { NetworkMode: networkName(this.sandboxId) },
    })
    await container.start()
  }

  inspect(name: string): Promise<Docker.ContainerInspectInfo> {
    return this.docker.getContainer(engineName(this.sandboxId, name)).inspect()
  }

  /** Runs a line of shell in a container as its own user; gives what it printed, without the last line end. */
  async run(name: string, line: string): Promise<string> {
    const container = this.docker.getContainer(engineName(this.sandboxId, name))
    const exec = await container.exec({
      ...{ Cmd: ['sh', '-c', `exec 2>&1; ${line}`], Tty: true },
      ...{ AttachStdout: true, AttachStderr: true },
    })
    const stream = await exec.start({ Tty: true })
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString().replaceAll('\r\n', '\n').trim()
  }

  /** Plans, arms and injects, as RunFault does. */
  async begin<P, I>(fault: Fault<P, I>, order: FaultOrder<P>): Promise<FaultPlan<I>> {
    const plan = await fault.plan(this.tools, order, first)
    // What the ledger keeps is what the schema of the inverse reads.
    expect(fault.inverse.parse(JSON.parse(JSON.stringify(plan.inverse)))).toEqual(plan.inverse)
    await fault.arm?.(this.tools, order, plan.inverse)
    const { injectedAt, effectiveAt } = await fault.inject(this.tools, order, plan.inverse)
    expect(effectiveAt).toBeGreaterThanOrEqual(injectedAt)
    return plan
  }

  /** One whole life: it bites, is reverted twice, leaves the fingerprint as it was and no helper behind. */
  async lives<P, I>(
    fault: Fault<P, I>,
    order: FaultOrder<P>,
    during: (inverse: I) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const { inverse, fingerprint } = await this.begin(fault, order)
    const { evidence, isEffective } = await fault.prove(this.tools, order, inverse)
    expect(isEffective, evidence.en).toBe(true)
    await during(inverse)
    for (let round = 1; round <= 2; round += 1)
      expect(await fault.revert(this.tools, order, inverse)).toBe('reverted')
    await this.engine.removeHelpers(order.faultRunId)
    expect(await fault.fingerprint?.(this.tools, order, inverse)).toBe(fingerprint)
    expect(await this.helpers(order.faultRunId)).toEqual([])
  }

  /**
   * Injects a fault with a short life, SIGKILLs its helper and waits until the fingerprint is as it was, with no server
   * alive. A machine that is too slow for a short life gets a longer one.
   */
  async endsAlone<P, I>(
    fault: Fault<P, I>,
    target: string,
    given: object,
    during: (order: FaultOrder<P>, inverse: I) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    for (const lifeMs of [4000, 12_000, 30_000]) {
      const { inverse, fingerprint } = await fault.plan(this.tools, this.order(fault, target, given), first)
      const order = this.order(fault, target, given, lifeMs)
      const now = () => fault.fingerprint?.(this.tools, order, inverse)
      try {
        await fault.arm?.(this.tools, order, inverse)
        await fault.inject(this.tools, order, inverse)
        if (!(await this.killHelper(order.faultRunId))) throw new Error(tooLate)
        await during(order, inverse)
        await this.until(async () => Date.now() > order.deadlineAt && (await now()) === fingerprint)
        return
      } catch (error) {
        if (!String(error).includes(tooLate)) throw error
        await fault.revert(this.tools, order, inverse)
      } finally {
        await this.engine.removeHelpers(order.faultRunId)
      }
    }
    throw new Error('the machine is too slow for this test')
  }

  /** Cgroups on this node that name the container. */
  cgroupsOf(containerId: string): string[] {
    const found = execFileSync('find', ['/sys/fs/cgroup', '-type', 'd', '-name', `*${containerId}*`], {
      encoding: 'utf8',
    })
    return found.split('\n').filter((line) => line !== '')
  }
}
