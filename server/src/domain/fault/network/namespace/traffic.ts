import type { PlatformText } from '@noops-dojo/contracts'
import type { FaultOrder, FaultTools, Proof } from '../../fault.ts'
import { runAsNeighbour, runInNamespace } from './namespace-run.ts'
import type { NetworkRecord } from './record.ts'
import { countedScript, trafficScript } from './script.ts'

/** Traffic of our own (images/chaos/netfault/poke.py): a fault that nothing hit yet must still be provable. */
export interface Traffic {
  readonly from: 'target' | 'neighbour' | 'peer'
  readonly kind: 'udp' | 'tcp' | 'hold' | 'http'
  readonly address: string
  readonly port: number
  readonly count: number
  readonly timeoutMs?: number
  readonly path?: string
  readonly until?: string
  readonly untilMs?: number
}

/** What came back: how often, by the client's word for it (connected, refused, timeout, 503, …), and how long it took. */
export interface Seen {
  readonly outcomes: Readonly<Record<string, number>>
  readonly ms: readonly number[]
  /** Packets that the rules and qdiscs of the fault have counted so far. */
  readonly packets: number
}

export type Judge = (seen: Seen) => boolean

/** An address of the target's own network that is not its own: neighbours differ in the last bits. */
export const neighbourOf = (own: string): string => {
  const parts = own.split('.')
  const last = Number(parts[3])
  return [...parts.slice(0, 3), last % 4 < 2 ? last + 1 : last - 1].join('.')
}

/** A port that nobody listens on (discard, RFC 863). */
export const quietPort = 9

const readPackets = (output: string): number => Number(/packets=(\d+)/.exec(output)?.[1] ?? 0)

/** What images/chaos/netfault/poke.py takes. */
const settingsOf = ({ from: _from, ...settings }: Traffic): Omit<Traffic, 'from'> => settings

const send = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  record: NetworkRecord,
  traffic: Traffic,
): Promise<Seen> => {
  const { containerId, chain, handle, peerContainerId } = record
  const { from } = traffic
  const poke = ['poke', JSON.stringify(settingsOf(traffic))]
  const counted = (args: readonly string[]) =>
    runInNamespace(tools, order, containerId, countedScript, [chain, handle, ...args])
  const { output } =
    from === 'target'
      ? await counted(poke)
      : from === 'peer' && peerContainerId !== null
        ? await runInNamespace(tools, order, peerContainerId, trafficScript, poke)
        : await runAsNeighbour(tools, order, trafficScript, poke)
  const packets = readPackets(from === 'target' ? output : (await counted([])).output)
  return { ...(JSON.parse(output.split('\n')[0] ?? '') as Omit<Seen, 'packets'>), packets }
}

const outcomesInJapanese: Readonly<Record<string, string>> = {
  sent: '送信',
  connected: '接続',
  refused: '拒否',
  reset: '切断',
  timeout: '時間切れ',
}

const trafficText = ({ address, port }: Traffic, { outcomes, ms, packets }: Seen): PlatformText => {
  const counts = Object.entries(outcomes)
  const slowest = Math.round(Math.max(0, ...ms))
  const en = [
    ...counts.map(([outcome, count]) => `${count} × ${outcome}`),
    ...(slowest > 0 ? [`up to ${slowest} ms`] : []),
  ]
  const ja = [
    ...counts.map(([outcome, count]) => `${outcomesInJapanese[outcome] ?? outcome} ${count} 件`),
    ...(slowest > 0 ? [`最長 ${slowest} ミリ秒`] : []),
  ]
  return {
    en: `own traffic to ${address}:${port} saw ${en.join(', ')}; the fault counted ${packets} packets`,
    ja: `${address}:${port} への自前の通信の結果：${ja.join('、')}。障害が数えたパケット：${packets}`,
  }
}

/** Sends the traffic and judges by what came back and by the counters of the fault's own rules. */
export const proveByTraffic = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  record: NetworkRecord,
  traffic: Traffic,
  judge: Judge,
  { isSent } = { isSent: false },
): Promise<Proof> => {
  if (isSent) {
    const { containerId, chain, handle } = record
    const { output } = await runInNamespace(tools, order, containerId, countedScript, [chain, handle])
    const packets = readPackets(output)
    return {
      isEffective: packets > 0,
      evidence: { en: `the fault counted ${packets} packets`, ja: `障害が数えたパケット：${packets}` },
    }
  }
  const seen = await send(tools, order, record, traffic)
  return {
    isEffective: seen.packets > 0 && judge(seen),
    evidence: trafficText(traffic, seen),
  }
}
