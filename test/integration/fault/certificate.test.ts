import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateExpired } from '../../../server/src/domain/fault/certificate/certificate-expired.ts'
import { certificateWrongCa } from '../../../server/src/domain/fault/certificate/certificate-wrong-ca.ts'
import { certificateWrongName } from '../../../server/src/domain/fault/certificate/certificate-wrong-name.ts'
import { FaultStage } from './fault-stage.ts'

const stage = new FaultStage()
const first = () => 0
let containerId = ''

const fileOf = () => stage.engine.readFile(containerId, '/tls/cert.pem')

beforeAll(async () => {
  await stage.open()
  containerId = await stage.container('secure', 'shop-web:1.0', 'always', { TLS: 'self' })
  await stage.container('bare', 'shop-web:1.0', 'always')
  await stage.until(async () => (await fileOf()) !== undefined)
})
afterAll(() => stage.close())

describe('a certificate that is swapped', () => {
  it.each([certificateExpired, certificateWrongCa, certificateWrongName])(
    '$name is refused by who verifies, and is put back byte for byte',
    async (fault) => {
      const order = stage.order(fault, 'secure', {})
      const { inverse, fingerprint } = await fault.plan(stage.tools, order, first)
      await fault.inject(stage.tools, order, inverse)
      const proof = await fault.prove(stage.tools, order, inverse)
      expect(proof, proof.evidence.en).toMatchObject({ isEffective: true })
      expect((await fileOf())?.content).toBe(inverse.after)
      expect(await fault.revert(stage.tools, order, inverse)).toBe('reverted')
      expect(await fault.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
      expect(await fault.revert(stage.tools, order, inverse)).toBe('reverted')
      expect((await fileOf())?.content).toBe(inverse.before.content)
    },
  )

  it('is put back at its deadline with no server alive, with owner and mode', async () => {
    const order = stage.order(certificateExpired, 'secure', {}, 6000)
    const { inverse, fingerprint } = await certificateExpired.plan(stage.tools, order, first)
    await certificateExpired.arm?.(stage.tools, order, inverse)
    await certificateExpired.inject(stage.tools, order, inverse)
    await stage.until(async () => (await fileOf())?.content === inverse.before.content, 20_000)
    expect(await certificateExpired.fingerprint?.(stage.tools, order, inverse)).toBe(fingerprint)
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('is not proved while the good certificate is served', async () => {
    const order = stage.order(certificateExpired, 'secure', {})
    const { inverse } = await certificateExpired.plan(stage.tools, order, first)
    const proof = await certificateExpired.prove(stage.tools, order, inverse)
    expect(proof.evidence.en).toContain('codes=none')
    expect(proof.isEffective).toBe(false)
  })

  it('is moot when somebody renewed it since', async () => {
    const order = stage.order(certificateExpired, 'secure', {})
    const { inverse } = await certificateExpired.plan(stage.tools, order, first)
    await certificateExpired.inject(stage.tools, order, inverse)
    const renewed = { ...inverse.before, content: Buffer.from('renewed').toString('base64') }
    await stage.engine.writeFile(containerId, '/tls/cert.pem', renewed)
    expect(await certificateExpired.revert(stage.tools, order, inverse)).toBe('moot')
    expect((await fileOf())?.content).toBe(renewed.content)
    await stage.engine.writeFile(containerId, '/tls/cert.pem', inverse.before)
  })

  it('is refused where there is no certificate, and where nothing runs', async () => {
    const bare = stage.order(certificateExpired, 'bare', {})
    await expect(certificateExpired.plan(stage.tools, bare, first)).rejects.toMatchObject({
      code: 'FAULT_INVALID',
    })
    const link = stage.order(certificateExpired, 'bare', { path: '/etc/passwd' })
    await expect(certificateExpired.plan(stage.tools, link, first)).rejects.toMatchObject({
      code: 'FAULT_INVALID',
    })
    const none = stage.order(certificateExpired, 'none', {})
    await expect(certificateExpired.plan(stage.tools, none, first)).rejects.toMatchObject({
      code: 'FAULT_TARGET_GONE',
    })
  })
})
