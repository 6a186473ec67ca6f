import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProbeSample } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProbeRunner } from './probe-runner.ts'

const everyMs = 20
/** A wall clock that a test can set; it runs with the monotonic one. */
const settableClock = () => ({
  steppedMs: 0,
  steps: [],
  now() {
    return 1_700_000_000_000 + performance.now() + this.steppedMs
  },
})

let server: Server
let url = ''
let answerAfterMs = 0
let runner: ProbeRunner | undefined

beforeEach(async () => {
  answerAfterMs = 0
  server = createServer((_, response) => void setTimeout(() => response.end('ok'), answerAfterMs))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(() => {
  runner?.stop()
  server.closeAllConnections()
  server.close()
})

const start = (clock: ReturnType<typeof settableClock>): ProbeSample[] => {
  const told: ProbeSample[] = []
  const spec = { ...{ sandboxId: 's', name: 'shop', url, expectStatus: 200 }, everyMs, timeoutMs: 2_000 }
  const resolve = () => Promise.resolve('127.0.0.1')
  runner = new ProbeRunner(spec, clock, resolve, Math.ceil(clock.now()), (sample) => told.push(sample))
  return told
}
const until = async (isTrue: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 500 && !isTrue(); tries += 1) await sleep(10)
  expect(isTrue()).toBe(true)
}
const isOrdered = (samples: readonly ProbeSample[]): boolean =>
  samples.every(([at], index) => index === 0 || at > (samples[index - 1] as ProbeSample)[0])

describe('a probe while the clock is set', () => {
  it.each([600, -600, 3_600_000, -3_600_000])(
    'goes on after a step of %i ms with samples of the new time alone',
    async (stepMs) => {
      const clock = settableClock()
      const told = start(clock)
      await until(() => told.length >= 5)
      clock.steppedMs += stepMs
      const steppedAt = clock.now()
      expect(runner?.window(0, Number.MAX_SAFE_INTEGER)).toEqual([])
      const before = told.length
      await until(() => told.length >= before + 5)
      const kept = runner?.window(0, Number.MAX_SAFE_INTEGER) ?? []
      expect(kept.length).toBeGreaterThanOrEqual(5)
      expect(kept.every(([at]) => at >= steppedAt - everyMs && at <= clock.now())).toBe(true)
      expect(isOrdered(kept)).toBe(true)
    },
  )

  it.each([600, -600])(
    'says nothing of what was asked before a step of %i ms and answered after it',
    async (stepMs) => {
      answerAfterMs = 300
      const clock = settableClock()
      const told = start(clock)
      await sleep(150)
      expect(told).toEqual([])
      clock.steppedMs += stepMs
      const steppedAt = clock.now()
      await until(() => told.length >= 5)
      expect(told.every(([at]) => at >= steppedAt - everyMs)).toBe(true)
      expect(told.every(([, , latency]) => latency >= 299)).toBe(true)
    },
  )
})
