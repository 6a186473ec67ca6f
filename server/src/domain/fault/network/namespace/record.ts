import { DojoError } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { FaultOrder, FaultPlan, FaultTools, Pick, RevertResult } from '../../fault.ts'
import { chooseVictim, isSameProcess, victimRecord } from '../../victim.ts'
import { runInNamespace } from './namespace-run.ts'
import { clearScript, surveyScript } from './script.ts'
import { readSurvey, type Survey } from './survey.ts'

/** What the ledger keeps of a fault in a network namespace: all that proves, undoes and recognises it. */
export const networkRecord = victimRecord.extend({
  /** Own chains are `<chain>-I` and so on: nothing else in the namespace has this prefix. */
  chain: z.string(),
  /** Own qdiscs: `d0a1:`. */
  handle: z.string(),
  /** Addresses of the target itself, then ports that it listens on. */
  own: z.array(z.string()),
  listening: z.array(z.number().int()),
  proxyPort: z.number().int(),
  peers: z.array(z.string()),
  /** A container of the peer, to send traffic from, and where it listens; null without a peer. */
  peerContainerId: z.string().nullable(),
  peerListening: z.array(z.number().int()),
})
export type NetworkRecord = z.infer<typeof networkRecord>

/** Iptables takes 28 characters; the end of a run's id is its random part. */
export const chainOf = (faultRunId: string): string => `DJ-${faultRunId.slice(-10)}`

/** A qdisc handle of our own, 0xd001–0xdfff, from the run's id; never 0 and never one that tc gives by itself (0x8…). */
export const handleOf = (faultRunId: string): string => {
  let hash = 0
  for (const letter of faultRunId) hash = (hash * 31 + letter.charCodeAt(0)) % 0xfff
  return (0xd001 + hash).toString(16)
}

/** Below the range that the kernel takes for outgoing connections (32768–60999), so that nobody takes it meanwhile. */
const firstProxyPort = 15_001
const lastProxyPort = 19_999

const freePort = (taken: readonly number[], pick: Pick): number => {
  const count = lastProxyPort - firstProxyPort
  let port = firstProxyPort + pick(count)
  while (taken.includes(port)) port = port === lastProxyPort ? firstProxyPort : port + 1
  return port
}

const survey = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  containerId: string,
): Promise<Survey> => {
  const { output } = await runInNamespace(tools, order, containerId, surveyScript, [])
  return readSurvey(output)
}

const peerOf = async (tools: FaultTools, order: FaultOrder<unknown>, peer: string) => {
  const { engine } = tools
  if (peer === '') return { peers: [], peerContainerId: null, peerListening: [] }
  const [addresses, victims] = await Promise.all([
    engine.addresses(order.sandboxId, peer),
    engine.victims(order.sandboxId, peer),
  ])
  const [first] = victims
  if (addresses.length === 0 || !first)
    throw new DojoError(
      'FAULT_TARGET_GONE',
      `the peer ${peer} has no running container in this sandbox; start it, then try again`,
    )
  const { listening: peerListening } = await survey(tools, order, first.containerId)
  return { peers: addresses, peerContainerId: first.containerId, peerListening }
}

/** Chooses the victim and looks at its namespace. Throws FAULT_TARGET_GONE, and FAULT_RUNNING for a fault on a fault. */
export const planInNamespace = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  pick: Pick,
  peer = '',
): Promise<FaultPlan<NetworkRecord>> => {
  const victim = await chooseVictim(tools.engine, order, pick)
  const peers = await peerOf(tools, order, peer)
  const { fingerprint, addresses, listening, taken } = await survey(tools, order, victim.containerId)
  if (/DJ-|qdisc \w+ d[0-9a-f]{3}:/.test(fingerprint))
    throw new DojoError(
      'FAULT_RUNNING',
      `another network fault is still in ${victim.containerName}; wait until it is over`,
    )
  const inverse = {
    ...victim,
    ...peers,
    chain: chainOf(order.faultRunId),
    handle: handleOf(order.faultRunId),
    own: addresses,
    listening,
    proxyPort: freePort(taken, pick),
  }
  return { inverse, fingerprint, victim: victim.containerName }
}

/** The state of the namespace now; undefined when the target was replaced. */
export const fingerprintInNamespace = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  record: NetworkRecord,
): Promise<string | undefined> => {
  if (!isSameProcess(record, await tools.engine.state(record.containerId))) return undefined
  return (await survey(tools, order, record.containerId)).fingerprint
}

/** Takes away all that the fault put into the namespace; idempotent. */
export const revertInNamespace = async (
  tools: FaultTools,
  order: FaultOrder<unknown>,
  record: NetworkRecord,
): Promise<RevertResult> => {
  if (!isSameProcess(record, await tools.engine.state(record.containerId))) return 'moot'
  try {
    await runInNamespace(tools, order, record.containerId, clearScript, [record.chain, record.handle])
    return 'reverted'
  } catch (error) {
    if (error instanceof DojoError && error.code === 'FAULT_TARGET_GONE') return 'moot'
    throw error
  }
}

/** Throws FAULT_TARGET_GONE when the planned process is not there any more: a restarted one has a namespace of its own. */
export const assertSameProcess = async (
  { engine }: FaultTools,
  order: FaultOrder<unknown>,
  record: NetworkRecord,
): Promise<void> => {
  if (!isSameProcess(record, await engine.state(record.containerId)))
    throw new DojoError(
      'FAULT_TARGET_GONE',
      `${order.target} was gone before the fault could hit it; try again`,
    )
}
