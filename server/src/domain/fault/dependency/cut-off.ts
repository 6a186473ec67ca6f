import { durationMs } from '@noops-dojo/contracts'
import { z } from 'zod'
import type { Victim } from '../../ports/index.ts'
import type { FaultOrder, FaultTools, Injection, Proof, RevertResult } from '../fault.ts'
import { helperArgv, readStamps } from '../helper-script.ts'
import { isSameProcess, victimRecord, type VictimRecord } from '../victim.ts'
import {
  countScript,
  cutScript,
  knockScript,
  mendAtDeadlineScript,
  mendScript,
  rulesScript,
} from './cut-off-script.ts'

export type CutMode = 'refuse' | 'silence'
type Order = FaultOrder<{ readonly for: string }>

const cutVictim = victimRecord.extend({ rules: z.string() })

/** What the ledger keeps of containers that are cut off: each with a digest of its packet filter before. */
export const cut = z.object({
  chain: z.string(),
  victims: z.array(cutVictim).min(1),
  addresses: z.array(z.string()),
})
export type Cut = z.infer<typeof cut>

const unchanged = 'unchanged'

const helper = (order: Order, containerId: string, argv: string[], maxMs = 20_000) => ({
  sandboxId: order.sandboxId,
  faultRunId: order.faultRunId,
  argv,
  namespaces: { networkOf: containerId },
  capabilities: ['NET_ADMIN', 'NET_RAW'],
  image: 'chaos' as const,
  maxMs,
})

const rulesOf = async ({ engine }: FaultTools, order: Order, containerId: string): Promise<string> =>
  (await engine.runHelper(helper(order, containerId, helperArgv(rulesScript)))).output.trim()

const isSame = async ({ engine }: FaultTools, victim: VictimRecord): Promise<boolean> =>
  isSameProcess(victim, await engine.state(victim.containerId))

const survivors = async (tools: FaultTools, { victims }: Cut): Promise<Cut['victims']> => {
  const same = await Promise.all(victims.map((victim) => isSame(tools, victim)))
  return victims.filter((_, index) => same[index])
}

/** Reads the packet filters of the victims; nothing is touched yet. */
export const planCut = async (
  tools: FaultTools,
  order: Order,
  found: readonly Victim[],
): Promise<{ inverse: Cut; fingerprint: string; victim: string }> => {
  const victims = await Promise.all(
    found.map(async ({ containerId, containerName, service, hostPid, startedAt }) => ({
      ...{ containerId, containerName, service, hostPid, startedAt },
      rules: await rulesOf(tools, order, containerId),
    })),
  )
  const chain = `DJ-${order.faultRunId}`.slice(0, 28)
  const addresses = await tools.engine.addresses(order.sandboxId, order.target)
  const victim = victims.map(({ containerName }) => containerName).join(', ')
  return { inverse: { chain, victims, addresses }, fingerprint: unchanged, victim }
}

/** One helper a container that takes away the rules after the kernel has ended them. */
export const armCut = async (
  { engine }: FaultTools,
  order: Order,
  { chain, victims }: Cut,
): Promise<void> => {
  const argv = helperArgv(mendAtDeadlineScript, chain, String(Math.ceil(order.deadlineAt / 1000)))
  const maxMs = durationMs(order.params.for) + 60_000
  await Promise.all(
    victims.map(({ containerId }) => engine.startHelper(helper(order, containerId, argv, maxMs))),
  )
}

/** Cuts all victims off; the interval spans the first and the last of them. */
export const injectCut = async (
  { engine }: FaultTools,
  order: Order,
  { chain, victims }: Cut,
  mode: CutMode,
): Promise<Injection> => {
  const argv = helperArgv(cutScript, chain, mode, String(Math.ceil(order.deadlineAt / 1000)))
  const stamps = await Promise.all(
    victims.map(async ({ containerId, containerName }) =>
      readStamps(await engine.runHelper(helper(order, containerId, argv)), containerName),
    ),
  )
  return {
    injectedAt: Math.min(...stamps.map(({ injectedAt }) => injectedAt)),
    effectiveAt: Math.max(...stamps.map(({ effectiveAt }) => effectiveAt)),
  }
}

/** Knocks at the victims from the sandbox's network, then asks the kernel's counters whether the rules were hit. */
export const proveCut = async (tools: FaultTools, order: Order, inverse: Cut): Promise<Proof> => {
  const { engine } = tools
  const knock = await engine.runHelper({
    ...helper(order, '', helperArgv(knockScript, ...inverse.addresses), 30_000),
    namespaces: { network: 'sandbox' },
    capabilities: [],
  })
  const here = await survivors(tools, inverse)
  const counts = await Promise.all(
    here.map(({ containerId }) =>
      engine.runHelper(helper(order, containerId, helperArgv(countScript, inverse.chain))),
    ),
  )
  const hits = counts.map(({ output }) => Number(/hits=(\d+)/.exec(output)?.[1] ?? 0))
  const told = knock.output.trim().split('\n').join(', ')
  return {
    isEffective: here.length > 0 && hits.every((count) => count > 0) && !told.includes('open'),
    evidence: {
      en: `a knock from the sandbox: ${told}; packets that the kernel's rules hit: ${hits.join(', ') || 'none'}`,
      ja: `サンドボックスからの接続の試み：${told}。カーネルのルールに当たったパケット：${hits.join('、') || 'なし'}`,
    },
  }
}

/** `moot` when every victim was replaced: the rules went with their namespaces. */
export const revertCut = async (tools: FaultTools, order: Order, inverse: Cut): Promise<RevertResult> => {
  const here = await survivors(tools, inverse)
  const argv = helperArgv(mendScript, inverse.chain)
  await Promise.all(here.map(({ containerId }) => tools.engine.runHelper(helper(order, containerId, argv))))
  return here.length === 0 ? 'moot' : 'reverted'
}

/** `unchanged` when the packet filter of every victim that is still there is what it was; else which is not. */
export const cutFingerprint = async (
  tools: FaultTools,
  order: Order,
  inverse: Cut,
): Promise<string | undefined> => {
  const here = await survivors(tools, inverse)
  if (here.length === 0) return undefined
  const changed = await Promise.all(
    here.map(async ({ containerId, containerName, rules }) =>
      (await rulesOf(tools, order, containerId)) === rules ? [] : [containerName],
    ),
  )
  return changed.flat().length === 0 ? unchanged : `other rules in ${changed.flat().join(', ')}`
}
