import { durationMs, type GatewayProbe } from '@noops-dojo/contracts'
import type { Lab } from '../../lab/lab.ts'
import { probeUrl } from '../engine-names.ts'
import { fillIn } from './lab-parameters.ts'
import type { Sandbox } from '../sandbox.ts'

/** The lab’s probes as the gateway runs them: parameters filled in, hosts by their engine names. */
export const sandboxProbes = (sandbox: Pick<Sandbox, 'id' | 'params'>, lab: Lab): GatewayProbe[] =>
  Object.entries(lab.file.spec.probes).map(([name, probe]) => ({
    sandboxId: sandbox.id,
    name,
    url: probeUrl(sandbox.id, fillIn(probe.http, sandbox.params)),
    expectStatus: probe.expect,
    everyMs: durationMs(probe.every),
    timeoutMs: durationMs(probe.timeout),
  }))
