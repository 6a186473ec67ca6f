import { networkBandwidth } from '../server/src/domain/fault/network/network-bandwidth.ts'
import { networkDelay } from '../server/src/domain/fault/network/network-delay.ts'
import { networkLoss } from '../server/src/domain/fault/network/network-loss.ts'
import { echoes, roundTrips, upload } from './fault-fidelity/client-programs.ts'
import { echoPort, FidelityStage, sinkPort } from './fault-fidelity/fidelity-stage.ts'
import { median, quantile, type BenchResult } from './result.ts'

/**
 * What a network fault does to its target beside what was asked for: the added round trip of a delay over 1,000 samples,
 * the share of 5,000 datagrams that a loss took, the goodput of 4 MB through a narrowed line. The yardstick is the order.
 */
const samples = 1_000
const connections = 4
const latencyMs = 100
const percent = 20
const datagrams = 5_000
const rateMbit = 8
/** Payload of a full packet beside what the shaper counts of it: 1450 of an overlay, 52 of IP and TCP, 14 of Ethernet. */
const payloadShare = (1450 - 52) / (1450 + 14)
const bytes = 4_000_000

const round = (value: number): number => Math.round(value * 100) / 100

const result = (
  quantity: string,
  [ours, yardstick]: readonly [number, number],
  unit: string,
  aim: string,
  met: boolean,
  detail: Record<string, unknown>,
): BenchResult => ({
  ...{ name: `fault-fidelity-${quantity}`, ours: round(ours), yardstick, ratio: round(ours / yardstick) },
  ...{ unit, aim, met, detail },
})

const delay = async (stage: FidelityStage): Promise<BenchResult> => {
  const ask = () => stage.measure<number[]>(roundTrips, stage.address, echoPort, samples, connections)
  const without = median(await ask())
  const { rung, seen } = await stage.under(networkDelay, { latency: `${latencyMs}ms`, direction: 'in' }, ask)
  const added = median(seen) - without
  return result(
    'delay',
    [added, latencyMs],
    'ms added to a round trip, p50',
    '± 5 ms',
    Math.abs(added - latencyMs) <= 5,
    { rung, samples: seen.length, withoutP50Ms: round(without), p99Ms: round(quantile(seen, 0.99)) },
  )
}

const loss = async (stage: FidelityStage): Promise<BenchResult> => {
  const ask = () => stage.measure<number>(echoes, stage.address, echoPort, datagrams)
  const lostWithout = datagrams - (await ask())
  const { rung, seen } = await stage.under(networkLoss, { percent, direction: 'in' }, ask)
  const lost = (100 * (datagrams - seen)) / datagrams
  return result(
    'loss',
    [lost, percent],
    '% of datagrams to the target lost',
    '± 2 points',
    Math.abs(lost - percent) <= 2,
    { rung, samples: datagrams, lostWithout },
  )
}

const bandwidth = async (stage: FidelityStage): Promise<BenchResult> => {
  const ask = () => stage.measure<number>(upload, stage.address, sinkPort, bytes)
  const without = (await ask()) / 1e6
  const given = { rate: `${rateMbit}mbit`, direction: 'in' }
  const { rung, seen } = await stage.under(networkBandwidth, given, ask)
  const goodput = seen / 1e6
  return result(
    'bandwidth',
    [goodput, rateMbit],
    'Mbit/s of payload through the line',
    '± 10 %',
    Math.abs(goodput / rateMbit - 1) <= 0.1,
    {
      ...{ rung, packets: Math.ceil(bytes / 1398), withoutMbit: round(without) },
      onTheWireMbit: round(goodput / payloadShare),
    },
  )
}

const faultFidelity = async (): Promise<BenchResult[]> => {
  const stage = new FidelityStage()
  try {
    await stage.open()
    return [await delay(stage), await loss(stage), await bandwidth(stage)]
  } finally {
    await stage.close()
  }
}

export default faultFidelity
