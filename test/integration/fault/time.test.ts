import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clockSkew } from '../../../server/src/domain/fault/time/clock-skew.ts'
import { FaultLife } from './fault-life.ts'

const stage = new FaultLife()
const first = () => 0

beforeAll(async () => {
  await stage.open()
  await stage.limited('plain', 'shop-web:1.0', {})
  await stage.limited('bare', 'shop-web:1.0', {}, ['FAKETIME_TIMESTAMP_FILE=/nowhere'])
})
afterAll(() => stage.close())

/** Seconds by which the shop's own clock is ahead, as its Date header says. */
const ask = `exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /version HTTP/1.0\\r\\n\\r\\n' >&3
  said=$(sed -n 's/^Date: //p' <&3); echo $(($(date -d "$said" +%s) - $(date +%s)))`
const ahead = async () => Number(await stage.run('plain', `bash -c '${ask.replaceAll("'", `'\\''`)}'`))

describe('clock.skew', () => {
  it('lets the application see another time and only it, and leaves the clock as it was', async () => {
    expect(Math.abs(await ahead())).toBeLessThanOrEqual(2)
    const order = stage.order(clockSkew, 'plain', { offset: '+2d' })
    await stage.lives(clockSkew, order, async () => {
      expect(Math.abs((await ahead()) - 2 * 86_400)).toBeLessThanOrEqual(2)
    })
    await stage.until(async () => Math.abs(await ahead()) <= 2)
  })

  it('shifts into the past too, and stays through a restart of the container until it is lifted', async () => {
    const order = stage.order(clockSkew, 'plain', { offset: '-90s' })
    const { inverse } = await stage.begin(clockSkew, order)
    await stage.docker.getContainer(inverse.containerId).restart({ t: 0 })
    await stage.until(async () => Math.abs((await ahead()) + 90) <= 2)
    expect(await clockSkew.revert(stage.tools, order, inverse)).toBe('reverted')
    await stage.until(async () => Math.abs(await ahead()) <= 2)
    await stage.engine.removeHelpers(order.faultRunId)
  })

  it('ends at its deadline with no server alive, although its helper was killed', () =>
    stage.endsAlone(clockSkew, 'plain', {}))

  it('did not bite when the application shows the true time', async () => {
    // The application reads the offset of the fault before once a second.
    await stage.until(async () => Math.abs(await ahead()) <= 2)
    const order = stage.order(clockSkew, 'plain', {})
    const { inverse } = await clockSkew.plan(stage.tools, order, first)
    expect(await clockSkew.prove(stage.tools, order, inverse)).toMatchObject({ isEffective: false })
  })

  it('is refused where it has no effect, with a sentence that says so', async () => {
    const none = stage.order(clockSkew, 'static', {})
    await stage.sleeper('static')
    await expect(clockSkew.plan(stage.tools, none, first)).rejects.toThrow(/libfaketime.*Go programs/)
    const bare = stage.order(clockSkew, 'bare', {})
    await expect(clockSkew.plan(stage.tools, bare, first)).rejects.toThrow(/FAKETIME_TIMESTAMP_FILE/)
  })

  it('is moot when the container is gone', async () => {
    const order = stage.order(clockSkew, 'bare', {})
    const victim = await stage.docker.getContainer((await stage.inspect('plain')).Id).inspect()
    const { inverse } = await clockSkew.plan(stage.tools, { ...order, target: 'plain' }, first)
    await stage.docker.getContainer(victim.Id).remove({ force: true })
    expect(await clockSkew.revert(stage.tools, order, inverse)).toBe('moot')
  })

  it.each([['1h'], ['+0s'], ['+2s'], ['+1w'], ['+4000d']])('takes the offset %s for impossible', (offset) => {
    expect(clockSkew.params.safeParse({ offset }).success).toBe(false)
  })
})
