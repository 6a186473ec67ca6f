import { DojoError, duration, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import { catalogueImage, engineName } from '../../sandbox/engine-names.ts'
import type { Fault, FaultOrder, FaultTools } from '../fault.ts'
import { helperArgv, releaseAtDeadlineScript } from '../helper-script.ts'

const params = z.strictObject({
  image: z.string().min(1).describe('Catalogue image of the bad release: shop-api:2.0-bad'),
  for: duration.default('2m').describe('The image before is put back after this when nobody rolled back.'),
})
type Params = z.infer<typeof params>

const inverse = z.object({ before: z.string(), versionBefore: z.number().int() })

const serviceOf = async ({ engine }: FaultTools, order: FaultOrder<Params>) => {
  const service = await engine.serviceImage(order.sandboxId, order.target)
  if (service) return service
  throw new DojoError(
    'FAULT_TARGET_GONE',
    `there is no service ${order.target} in this sandbox; create it first`,
  )
}

/** Waits until Swarm says something about the update of this release. */
const waitForUpdate = async (tools: FaultTools, order: FaultOrder<Params>, versionBefore: number) => {
  const giveUpAt = tools.clock.now() + 10_000
  for (;;) {
    const service = await tools.engine.serviceImage(order.sandboxId, order.target)
    const isMoving = service !== undefined && service.version > versionBefore && service.updateState !== null
    if (isMoving || tools.clock.now() >= giveUpAt) return isMoving ? service : undefined
    await tools.clock.sleep(100)
  }
}

/** The platform's deploy robot releases a version that never gets healthy. */
export const releaseBad: Fault<Params, z.infer<typeof inverse>> = {
  name: 'release.bad',
  category: 'release',
  title: { en: 'Bad release', ja: '不良リリース' },
  targetKind: 'service',
  params,
  inverse,
  lift: 'repairs',
  example: { image: 'shop-web:2.0' },
  rungs: [{ rung: 'engine', text: 'a real service update to a release that never gets healthy' }],
  lastsMs: (values) => durationMs(values.for),
  effect: (values, target) => ({
    en: `The deploy robot updates ${target} to ${values.image}, which never gets healthy; Swarm may roll it back, and after ${values.for} the dojo does.`,
    ja: `デプロイロボットが ${target} を、決して健全にならない ${values.image} に更新します。Swarm がロールバックでき、${values.for} 経っても残っていれば道場が戻します。`,
  }),
  plan: async (tools, order) => {
    const { image, version } = await serviceOf(tools, order)
    if (image === order.params.image)
      throw new DojoError('FAULT_INVALID', `${order.target} runs ${image} already; roll it back first`)
    return { inverse: { before: image, versionBefore: version }, fingerprint: image, victim: order.target }
  },
  arm: async ({ engine }, order, { before }) => {
    await engine.startHelper({
      sandboxId: order.sandboxId,
      faultRunId: order.faultRunId,
      argv: helperArgv(
        releaseAtDeadlineScript,
        engineName(order.sandboxId, order.target),
        String(Math.ceil(order.deadlineAt / 1000)),
        catalogueImage(order.params.image),
        catalogueImage(before),
        before,
      ),
      namespaces: {},
      capabilities: [],
      needsEngine: true,
      maxMs: durationMs(order.params.for) + 60_000,
    })
  },
  inject: async ({ engine, clock }, order) => {
    const injectedAt = clock.now()
    await engine.release(order.sandboxId, order.target, order.params.image)
    return { injectedAt, effectiveAt: clock.now() }
  },
  prove: async (tools, order, { versionBefore }) => {
    const service = await waitForUpdate(tools, order, versionBefore)
    return {
      isEffective: service !== undefined,
      evidence: service
        ? `Swarm took the release ${order.params.image} (update state: ${service.updateState})`
        : `Swarm did not start to roll out ${order.params.image}`,
    }
  },
  revert: async ({ engine }, order, { before }) => {
    const service = await engine.serviceImage(order.sandboxId, order.target)
    if (service?.image !== order.params.image) return 'moot'
    await engine.release(order.sandboxId, order.target, before)
    return 'reverted'
  },
  release: ({ target, params: { image } }, { before }) => ({ service: target, image, before }),
  fingerprint: async ({ engine }, order) => (await engine.serviceImage(order.sandboxId, order.target))?.image,
  isHealed: async ({ engine }, order) => {
    const service = await engine.serviceImage(order.sandboxId, order.target)
    const isMoving = service?.updateState === 'updating' || service?.updateState === 'rollback_started'
    return service !== undefined && service.image !== order.params.image && !isMoving
  },
}
