import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ProbeSample } from '@noops-dojo/contracts'
import { GatewayProcess } from '../gateway/gateway-process.ts'
import type { ScriptedOutage, TrueOutage } from './scripted-target.ts'

export interface ScriptedProbe {
  readonly name: string
  readonly everyMs: number
}

/** What was measured of one target: its true outages, and the samples of each probe by name. */
export interface PlayedTarget {
  readonly truths: readonly TrueOutage[]
  readonly samples: ReadonlyMap<string, readonly ProbeSample[]>
}

/** Plays one script a target side by side, each in view of these probes of the real gateway process. */
export const playScripts = async (
  scripts: readonly (readonly ScriptedOutage[])[],
  probes: readonly ScriptedProbe[],
  timeoutMs: number,
  /** How long the probes go on after the last outage. */
  settleMs = timeoutMs + 500,
): Promise<PlayedTarget[]> => {
  const gateway = await GatewayProcess.start()
  const target = fork(join(import.meta.dirname, 'scripted-target.ts'))
  try {
    target.send({ count: scripts.length })
    const [{ ports }] = (await once(target, 'message')) as [{ ports: number[] }]
    for (const [i, port] of ports.entries()) {
      const sandboxId = `target${i}`
      const url = `http://127.0.0.1:${port}/health`
      const all = probes.map((probe) => ({ ...probe, sandboxId, url, expectStatus: 200, timeoutMs }))
      await gateway.channel.setProbes(sandboxId, all)
    }
    target.send({ scripts })
    const [{ truths }] = (await once(target, 'message')) as [{ truths: TrueOutage[][] }]
    await new Promise((resolve) => setTimeout(resolve, settleMs))
    return await Promise.all(
      truths.map(async (outages, i) => ({
        truths: outages,
        samples: new Map(
          await Promise.all(
            probes.map(
              async ({ name }) => [name, await gateway.channel.samples(`target${i}`, name)] as const,
            ),
          ),
        ),
      })),
    )
  } finally {
    gateway.stop()
    target.kill()
  }
}
