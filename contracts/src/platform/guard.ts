import { z } from 'zod'

/**
 * Control API of the guard, HTTP over the unix socket `$DOJO_DATA/guard/control.sock`:
 *
 *   GET    /v1/health                 → guardHealth
 *   PUT    /v1/sandboxes/:id          body guardPolicy → 204; opens both sockets; idempotent; durable before the answer
 *   POST   /v1/sandboxes/:id/phase    body {phase} → 204
 *   DELETE /v1/sandboxes/:id          → 204; closes sockets, removes policy; idempotent
 *   GET    /v1/sandboxes              → {ids: string[]}
 *   GET    /v1/events?after=N         → NDJSON of guardEvent, stays open and follows; after=0 from the oldest kept
 *   GET    /metrics                   → Prometheus text
 */
export const guardPhase = z.enum(['setup', 'open', 'fenced'])
export type GuardPhase = z.infer<typeof guardPhase>

export const guardPolicy = z.strictObject({
  sandboxId: z.string().regex(/^[a-z][a-z0-9]{9}$/),
  instance: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  phase: guardPhase,
  network: z.string().describe('Engine name of the sandbox network.'),
  workstationContainer: z.string().describe('Engine name; hidden from the learner, as is the judge.'),
  judgeContainer: z.string(),
  sockets: z.strictObject({
    learner: z
      .string()
      .describe('Directory in which the guard listens on docker.sock, full rights of the policy.'),
    judge: z.string().describe('The same, but read-only.'),
  }),
  deadline: z.number().describe('Epoch ms, written to labels.'),
  catalogue: z.array(z.strictObject({ name: z.string(), image: z.string() })).describe('name → engine image'),
  limits: z.strictObject({
    containers: z.number().int(),
    networks: z.number().int(),
    volumes: z.number().int(),
    services: z.number().int(),
    secrets: z.number().int(),
    memoryBytes: z.number().int().describe('Sum over all containers and replicas.'),
    containerMemoryBytes: z.number().int().describe('Default and upper bound of one container.'),
    cpus: z.number().describe('Upper bound of one container.'),
    pids: z.number().int(),
    streams: z.number().int(),
    requestsPerSecond: z.number().int(),
  }),
  capabilities: z.array(z.string()).describe('What a container may keep: NET_BIND_SERVICE, CHOWN, …'),
})
export type GuardPolicy = z.infer<typeof guardPolicy>

/** A mutation that the guard let through (or refused), as evidence for the hands-off verdict. */
export const guardEvent = z.object({
  seq: z.number().int().min(1),
  at: z.number(),
  sandboxId: z.string(),
  actor: z.enum(['setup', 'learner', 'judge']),
  method: z.string(),
  route: z.string().describe('Pattern of the route table: POST /services/{id}/update'),
  object: z.string().nullable().describe('Short name of what it touched.'),
  action: z.string().describe('A verb for people: service.update'),
  status: z.number().int(),
  ports: z
    .array(z.strictObject({ target: z.number().int(), published: z.number().int().nullable() }))
    .optional()
    .describe('Published ports of a created container or service; served as previews.'),
})
export type GuardEvent = z.infer<typeof guardEvent>

export const guardHealth = z.object({
  status: z.enum(['ok', 'engine-away']),
  sandboxes: z.number().int(),
  engineVersion: z.string().nullable(),
  lastSeq: z.number().int(),
})
export type GuardHealth = z.infer<typeof guardHealth>
