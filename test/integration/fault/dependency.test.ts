import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dependencyDown } from '../../../server/src/domain/fault/dependency/dependency-down.ts'
import { loadSurge } from '../../../server/src/domain/fault/dependency/load-surge.ts'
import { helperArgv } from '../../../server/src/domain/fault/helper-script.ts'
import { FaultStage } from './fault-stage.ts'

const stage = new FaultStage()
const first = () => 0

/** What a stranger on the sandbox's network gets of the service: `200 200`, `000 000`. */
const ask = async (service: string, port: number): Promise<string> => {
  const addresses = await stage.engine.addresses(stage.sandboxId, service)
  const urls = addresses.map((address) => `http://${address}:${port}/health`)
  const script = 'for u in "$@"; do curl -s -o /dev/null -m 2 -w "%{http_code} " "$u"; done'
  const { output } = await stage.engine.runHelper({
    sandboxId: stage.sandboxId,
    faultRunId: 'ask',
    argv: helperArgv(script, ...urls),
    namespaces: { network: 'sandbox' },
    capabilities: [],
    maxMs: 30_000,
  })
  return output.trim()
}

beforeAll(async () => {
  await stage.open()
  await stage.service('api', 'shop-api:1.0', 2)
  await stage.service('web', 'shop-web:1.0', 1)
})
afterAll(() => stage.close())

describe('dependency.down', () => {
  it('makes every replica refuse others while its own health check stays good, and leaves no rule behind', async () => {
    const order = stage.order(dependencyDown, 'api', {})
    const { inverse, fingerprint } = await dependencyDown.plan(stage.tools, order, first)
    expect(await ask('api', 8081)).toBe('200 200')
    expect((await dependencyDown.prove(stage.tools, order, inverse)).isEffective).toBe(false)
    const before = await stage.engine.victims(stage.sandboxId, 'api')
    const injection = await dependencyDown.inject(stage.tools, order, inverse)
    expect(injection.effectiveAt).toBeGreaterThanOrEqual(injection.injectedAt)
    const proof = await dependencyDown.prove(stage.tools, order, inverse)
    expect(proof, proof.evidence.en).toMatchObject({ isEffective: true })
    expect(proof.evidence.en).toMatch(/ECONNREFUSED/)
    expect(await ask('api', 8081)).toBe('000 000')
    expect(await dependencyDown.fingerprint?.(stage.tools, order, inverse)).toMatch(/other rules/)
    expect(await stage.engine.victims(stage.sandboxId, 'api')).toEqual(before)
    expect(await dependencyDown.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await dependencyDown.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    expect(await dependencyDown.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await ask('api', 8081)).toBe('200 200')
  })

  it('ends in the kernel at its deadline with no process alive, and its helper tidies up', async () => {
    const order = stage.order(dependencyDown, 'api', {}, 5000)
    const { inverse, fingerprint } = await dependencyDown.plan(stage.tools, order, first)
    await dependencyDown.inject(stage.tools, order, inverse)
    expect(await ask('api', 8081)).toBe('000 000')
    await stage.until(async () => (await ask('api', 8081)) === '200 200', 20_000)
    await dependencyDown.arm?.(stage.tools, order, inverse)
    await stage.until(
      async () => (await dependencyDown.fingerprint?.(stage.tools, order, inverse)) === fingerprint,
      20_000,
    )
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('is moot when all replicas were replaced, and attests those that stayed', async () => {
    const order = stage.order(dependencyDown, 'api', {})
    const { inverse, fingerprint } = await dependencyDown.plan(stage.tools, order, first)
    await dependencyDown.inject(stage.tools, order, inverse)
    const [one, two] = inverse.victims
    await stage.docker.getContainer(one?.containerId ?? '').remove({ force: true })
    expect(await dependencyDown.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await dependencyDown.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    await stage.docker.getContainer(two?.containerId ?? '').remove({ force: true })
    expect(await dependencyDown.revert(stage.tools, order, inverse)).toBe('moot')
  })

  it('says that the target is gone when nothing of that name runs', async () => {
    const order = stage.order(dependencyDown, 'nothing', {})
    await expect(dependencyDown.plan(stage.tools, order, first)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })
})

describe('load.surge', () => {
  it('sends what was asked for until it is lifted, as the target’s kernel counts', async () => {
    const order = stage.order(loadSurge, 'web', { rate: 80, path: '/health' })
    const { inverse } = await loadSurge.plan(stage.tools, order, first)
    const injection = await loadSurge.inject(stage.tools, order, inverse)
    expect(injection.effectiveAt).toBeGreaterThan(injection.injectedAt)
    const proof = await loadSurge.prove(stage.tools, order, inverse)
    expect(proof, proof.evidence.en).toMatchObject({ isEffective: true })
    const counted = Number(/accepted (\d+)/.exec(proof.evidence.en)?.[1])
    expect(counted).toBeGreaterThan(30)
    expect(counted).toBeLessThan(200)
    expect(await loadSurge.revert(stage.tools, order, inverse)).toBe('reverted')
    expect(await stage.helpers(order.faultRunId)).toEqual([])
  })

  it('ends by itself at its deadline with no server alive, also when it was killed in between', async () => {
    const order = stage.order(loadSurge, 'web', { rate: 20, path: '/health' }, 9000)
    const { inverse } = await loadSurge.plan(stage.tools, order, first)
    await loadSurge.inject(stage.tools, order, inverse)
    const stateOf = async () => {
      const [helper] = await stage.helpers(order.faultRunId)
      return (await stage.docker.getContainer(helper?.Id ?? '').inspect()).State
    }
    process.kill((await stateOf()).Pid, 'SIGKILL')
    await stage.until(async () => {
      const { Status, ExitCode } = await stateOf()
      return Status === 'exited' && ExitCode === 0
    }, 30_000)
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('is never more than the cap, and needs a target', async () => {
    expect(loadSurge.params.safeParse({ rate: 501 }).error?.issues[0]?.message).toMatch(/at most 500/)
    const order = stage.order(loadSurge, 'nothing', {})
    await expect(loadSurge.plan(stage.tools, order, first)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })
})
