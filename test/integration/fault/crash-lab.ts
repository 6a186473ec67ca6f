import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { durationMs, type FaultCategory } from '@noops-dojo/contracts'
import type { Fault } from '../../../server/src/domain/fault/fault.ts'

/** How long each fault lasts; the server adds its own margin for the start. */
const lasts = '8s'

interface Aim {
  readonly target: string
  readonly with?: Record<string, unknown>
}

/** What the faults of a category hit in the lab below. Both are HTTPS servers; `plain` has a volume of its own. */
const aims: Partial<Record<FaultCategory, Aim>> = {
  process: { target: 'plain' },
  resource: { target: 'plain' },
  network: { target: 'plain' },
  dns: { target: 'web' },
  http: { target: 'web' },
  storage: { target: 'plain' },
  time: { target: 'plain' },
  certificate: { target: 'plain' },
  release: { target: 'web' },
  dependency: { target: 'web' },
  platform: { target: 'web' },
}

/** What single faults need otherwise. */
const special: Record<string, Aim> = {
  'monitoring.outage': { target: 'plain' },
  'process.crash-loop': { target: 'plain', with: { times: 4, gap: '2s' } },
  'file.corrupt': { target: 'plain', with: { path: '/tls/ca.pem' } },
  'load.surge': { target: 'web', with: { rate: 20, path: '/health' } },
}

/**
 * How the crash test orders a fault. Throws for a fault that it does not know how to aim: then teach it here; a fault
 * that no crash has tried is not done.
 */
export const crashOrder = (fault: Fault): { target: string; params: Record<string, unknown> } => {
  const aim = special[fault.name] ?? aims[fault.category]
  if (aim === undefined)
    throw new Error(`fault-crash-lab.ts does not know how to aim ${fault.name} (${fault.category})`)
  const given = { ...fault.example, ...aim.with }
  const isTimed = fault.params.safeParse({ ...given, for: lasts }).success
  const params = isTimed ? { ...given, for: lasts } : given
  const parsed = fault.params.safeParse(params)
  if (!parsed.success || fault.lastsMs(parsed.data) !== durationMs(lasts))
    throw new Error(
      `fault-crash-lab.ts cannot let ${fault.name} last ${lasts}: ${parsed.error?.message ?? ''}`,
    )
  return { target: fault.targetKind === 'sandbox' ? '' : aim.target, params }
}

/** No health checks: on a loaded machine Swarm would replace what only answers late, and take the fault with it. */
const setup = `#!/bin/bash
set -e
docker service create --detach --no-resolve-image --no-healthcheck --name web --env TLS=self shop-web:1.0
docker run --detach --no-healthcheck --name plain --restart always --env TLS=self shop-api:1.0
`

/** Writes the lab of the crash test; gives the folder of labs. */
export const writeFaultCrashLab = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'dojo-fault-crash-labs-'))
  const folder = join(root, 'crash/01-crash')
  for (const part of ['checks', 'solution', 'wrong', 'setup', 'content/en'])
    mkdirSync(join(folder, part), { recursive: true })
  const images = ['shop-web:1.0', 'shop-web:2.0', 'shop-web:2.2', 'shop-web:2.3', 'shop-api:1.0']
  const text = `apiVersion: noops.dojo/v1
kind: Lab
metadata: { id: crash, title: { en: Crash }, summary: { en: For the crash test. }, track: crash, duration: 30m }
spec:
  images: [${images.map((image) => `'${image}'`).join(', ')}]
  setup: [{ id: deploy, run: setup/deploy.sh, timeout: 120s }]
  probes: { shop: { http: 'http://web:8080/health' } }
  tasks: [{ id: there, mode: once, title: { en: There }, points: 10, check: { run: checks/there.sh } }]
  solution: solution/solve.sh
  wrong: [{ run: wrong/one.sh, unmet: [there] }, { run: wrong/two.sh, unmet: [there] }]
`
  writeFileSync(join(folder, 'lab.yaml'), text)
  writeFileSync(join(folder, 'content/en/01-start.md'), '# Crash\n\n::task{id=there}\n')
  for (const path of [
    'checks/there.sh',
    'solution/solve.sh',
    'wrong/one.sh',
    'wrong/two.sh',
    'setup/deploy.sh',
  ]) {
    writeFileSync(join(folder, path), path === 'setup/deploy.sh' ? setup : '#!/bin/bash\nexit 0\n')
    chmodSync(join(folder, path), 0o755)
  }
  return root
}
