import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dnsDelay } from '../../../server/src/domain/fault/dns/dns-delay.ts'
import { dnsNxdomain } from '../../../server/src/domain/fault/dns/dns-nxdomain.ts'
import { dnsSpoof } from '../../../server/src/domain/fault/dns/dns-spoof.ts'
import { dnsTimeout } from '../../../server/src/domain/fault/dns/dns-timeout.ts'
import { engineName } from '../../../server/src/domain/sandbox/engine-names.ts'
import { NetworkStage } from './network-stage.ts'

const stage = new NetworkStage()
const other = engineName(stage.sandboxId, 'other')
const own = engineName(stage.sandboxId, 'api')
let apiId = ''

/** What a program of the target gets for a name: an address or the error's code. */
const lookup = async (name: string): Promise<string> => {
  const program = `require('dns').lookup('${name}', (error, address) => console.log(error?.code ?? address))`
  return (await stage.run(['node', '-e', program], apiId)).trim()
}

beforeAll(async () => {
  await stage.open()
  apiId = await stage.container('api', 'shop-api:1.0', 'always')
  await stage.container('other', 'shop-api:1.0', 'always')
  await stage.until(async () => /^10\./.test(await lookup(other)))
})
afterEach(() => stage.endAll())
afterAll(() => stage.close())

describe('dns.nxdomain', () => {
  it('takes away the names that it means over UDP and TCP, and passes the others on to the engine', async () => {
    const fault = await stage.live(dnsNxdomain, 'api', { names: [other] })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect(fault.proof.evidence.en).toMatch(/rcode 3 .* over UDP and rcode 3 .* over TCP/)
    expect(await lookup(other)).toBe('ENOTFOUND')
    expect(await lookup(own)).toMatch(/^10\./)
    await fault.end()
    expect(await lookup(other)).toMatch(/^10\./)
  })

  it('ends in the kernel at its deadline when every helper and the server are gone', async () => {
    const fault = await stage.brief(dnsNxdomain, 'api', {}, 8000)
    expect(await lookup(own)).toBe('ENOTFOUND')
    await fault.removeHelpers()
    await stage.until(async () => /^10\./.test(await lookup(own)), 20_000)
    await fault.end()
  })

  it('is taken away by its responder at the deadline, also when that was killed in between', async () => {
    const fault = await stage.brief(dnsNxdomain, 'api', {}, 5000)
    await stage.killHelper(fault.faultRunId)
    await stage.until(
      () =>
        fault.attest().then(
          () => true,
          () => false,
        ),
      20_000,
    )
    expect(await lookup(other)).toMatch(/^10\./)
    await fault.removeHelpers()
  })
})

describe('dns.spoof', () => {
  it('answers with the wrong address', async () => {
    const fault = await stage.live(dnsSpoof, 'api', { names: ['*.example', other], address: '192.0.2.7' })
    expect(fault.proof).toMatchObject({ isEffective: true })
    expect(await lookup(other)).toBe('192.0.2.7')
    expect(await lookup('shop.example')).toBe('192.0.2.7')
    await fault.end()
  })
})

describe('dns.timeout and dns.delay', () => {
  it('leave queries without an answer, or answer late', async () => {
    const silent = await stage.live(dnsTimeout, 'api', { names: [other] })
    expect(silent.proof).toMatchObject({ isEffective: true })
    expect(await lookup(own)).toMatch(/^10\./)
    await silent.end()
    const late = await stage.live(dnsDelay, 'api', { delay: '300ms', names: [other] })
    expect(late.proof).toMatchObject({ isEffective: true })
    await late.end()
  })
})
