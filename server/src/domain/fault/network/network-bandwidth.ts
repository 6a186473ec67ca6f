import { DojoError, durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Fault } from '../fault.ts'
import { readStamps } from '../helper-script.ts'
import { deadlineSeconds, runInNamespace, startInNamespace } from './namespace/namespace-run.ts'
import { direction, lasting } from './namespace/parameters.ts'
import {
  assertSameProcess,
  fingerprintInNamespace,
  networkRecord,
  planInNamespace,
  revertInNamespace,
  type NetworkRecord,
} from './namespace/record.ts'
import { clearAtDeadlineScript, shapeScript } from './namespace/script.ts'
import { neighbourOf, proveByTraffic, quietPort } from './namespace/traffic.ts'

const unitBits: Record<string, number> = { kbit: 1e3, mbit: 1e6, gbit: 1e9 }

/** Bits per second of a rate as `rate` accepts it; NaN for another text. */
export const rateBits = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)(kbit|mbit|gbit)$/.exec(text)
  return match ? Math.round(Number(match[1]) * (unitBits[match[2] ?? ''] ?? Number.NaN)) : Number.NaN
}

const rate = z
  .string()
  .refine(
    (text) => rateBits(text) >= 8e3 && rateBits(text) <= 10e9,
    'a rate is a number and kbit, mbit or gbit, at least 8kbit and at most 10gbit: 1mbit',
  )
const params = z.strictObject({
  rate: rate.default('1mbit').describe('Bits per second of the packets with their headers: 256kbit, 1mbit.'),
  direction: direction('both', 'what comes'),
  for: lasting('20s'),
})
type Params = z.infer<typeof params>

/** A packet of the largest size must fit, and a timer tick's worth of bytes at 250 Hz, else the rate is not reached. */
const burstBytes = (bits: number): number => Math.max(3_000, Math.ceil(bits / 8 / 250))
/** What waits 400 ms at the rate: deep enough for TCP to fill the line, shallow enough to be no mere delay. */
const queueBytes = (bits: number): number =>
  Math.max(32_000, burstBytes(bits) * 2, Math.ceil((bits / 8) * 0.4))

const datagrams = 20

/** A narrow line: packets wait in a token bucket, and what does not fit into its queue is lost. */
export const networkBandwidth: Fault<Params, NetworkRecord> = {
  name: 'network.bandwidth',
  category: 'network',
  title: { en: 'Bandwidth limit', ja: '帯域制限' },
  targetKind: 'container',
  params,
  inverse: networkRecord,
  lift: 'ends',
  rungs: [
    {
      rung: 'kernel',
      text: {
        en: 'tc token bucket on the target’s interface; what arrives passes an ifb device',
        ja: '標的のインターフェースの tc トークンバケット。届くものは ifb デバイスを通る',
      },
    },
  ],
  lastsMs: (values) => durationMs(values.for),
  effect: ({ rate: asked, direction: way, for: time }, target) => ({
    en: `Narrows the line ${{ in: 'to', out: 'from', both: 'to and from' }[way]} one container of ${target} to ${asked}; it ends after ${time} at the latest.`,
    ja: `${target} のコンテナ 1 つ${{ in: 'へ', out: 'から', both: 'に出入りする' }[way]}の回線を ${asked} に絞ります。遅くとも ${time} 後に終わります。`,
  }),
  plan: (tools, order, pick) => planInNamespace(tools, order, pick),
  arm: (tools, order, record) =>
    startInNamespace(tools, order, record.containerId, clearAtDeadlineScript, [
      ...[record.chain, deadlineSeconds(order), record.handle],
    ]),
  inject: async (tools, order, record) => {
    await assertSameProcess(tools, order, record)
    const bits = rateBits(order.params.rate)
    const args = [bits, burstBytes(bits), queueBytes(bits)].map(String)
    const given = [record.handle, ...args, order.params.direction]
    const { output } = await runInNamespace(tools, order, record.containerId, shapeScript, given).catch(
      (error: unknown) => {
        if (!(error instanceof DojoError) || !/File exists|not supported/i.test(error.message)) throw error
        throw new DojoError(
          'FAULT_INVALID',
          `network.bandwidth: ${order.target} has a traffic control of its own, or the node’s kernel has no ifb device; with.direction: out needs less`,
        )
      },
    )
    return readStamps({ exitCode: 0, output }, order.target)
  },
  prove: (tools, order, record) => {
    const [own = ''] = record.own
    const inward = { from: 'neighbour', address: own } as const
    const outward = { from: 'target', address: neighbourOf(own) } as const
    const way = order.params.direction === 'in' ? inward : outward
    const sent = { ...way, kind: 'udp', port: quietPort, count: datagrams } as const
    return proveByTraffic(tools, order, record, sent, () => true)
  },
  revert: revertInNamespace,
  fingerprint: fingerprintInNamespace,
}
