import { describe, expect, it } from 'vitest'
import type { Readiness } from '../../domain/ports/readiness.ts'
import type { MetricsPage } from '../metrics/metrics-page.ts'
import type { DojoRequest } from '../request.ts'
import { PlatformController } from './platform-controller.ts'

const controller = new PlatformController({} as Readiness, { text: async () => 'up 1' } as MetricsPage)
const read = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  (async () => controller.readMetrics({ socket: { remoteAddress }, headers } as unknown as DojoRequest))()

describe('the metrics', () => {
  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])(
    'are told to a caller on the same machine (%s)',
    async (peer) => {
      expect(await read(peer)).toBe('up 1')
    },
  )

  it.each(['192.168.1.7', '::ffff:10.0.0.1', undefined])('are refused to anybody else (%s)', async (peer) => {
    await expect(read(peer)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'are refused when a proxy on the same machine asks for somebody else (%s)',
    async (header) => {
      await expect(read('127.0.0.1', { [header]: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    },
  )
})
