import { z } from 'zod'
import { probeSample } from '../sandbox/probe-sample.ts'

/** So long the gateway keeps the samples of a probe; milliseconds. */
export const samplesKeptMs = 600_000

/**
 * Control channel of the gateway: WebSocket `ws://127.0.0.1:<port>/control`, header `Authorization: Bearer <token>`.
 * Server → gateway messages carry an `id`; each is answered by `done` or `failed` with that id.
 * Preview: plain HTTP on the same port, `/preview/<host>/<port>/<path…>`, header `Authorization: Preview <token>`. The two
 * are not exchanged: what a learner asks is forwarded with a header that opens no control channel.
 * Probes go on while no server is connected; samples are kept in a ring of ten minutes and can be fetched again. When the
 * machine's clock was set, the samples from before are forgotten: times before and after a step cannot be compared.
 */
export const gatewayProbe = z.strictObject({
  sandboxId: z.string(),
  name: z.string(),
  url: z.string().describe('Engine names, resolvable on the sandbox network: http://s<sid>-web:8080/health'),
  expectStatus: z.number().int(),
  everyMs: z.number().int().min(10),
  timeoutMs: z.number().int().min(10),
})
export type GatewayProbe = z.infer<typeof gatewayProbe>

export const toGateway = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('set-probes'),
    id: z.number().int(),
    sandboxId: z.string(),
    probes: z.array(gatewayProbe),
  }),
  z.strictObject({ type: z.literal('drop-sandbox'), id: z.number().int(), sandboxId: z.string() }),
  z.strictObject({
    type: z.literal('fetch-samples'),
    id: z.number().int(),
    sandboxId: z.string(),
    name: z.string(),
    from: z.number().describe('Scheduled start, epoch ms, inclusive.'),
    to: z.number(),
  }),
  z.strictObject({
    type: z.literal('http-check'),
    id: z.number().int(),
    url: z.string(),
    method: z.enum(['GET', 'POST', 'HEAD']).default('GET'),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).default({}).describe('Beside those that the gateway sets.'),
    maxBytes: z
      .number()
      .int()
      .min(1)
      .max(4 * 1024 * 1024)
      .default(64 * 1024)
      .describe('The answer’s body is cut here.'),
    timeoutMs: z.number().int(),
  }),
  z.strictObject({ type: z.literal('list'), id: z.number().int() }),
  z.strictObject({ type: z.literal('clock-steps'), id: z.number().int() }),
])
export type ToGateway = z.infer<typeof toGateway>

/** Somebody set the machine's clock: it showed `from`, then at once `to`; epoch ms. Times around that are of two clocks. */
export const clockStep = z.object({ from: z.number(), to: z.number() })
export type ClockStep = z.infer<typeof clockStep>

export const sampleBatch = z.object({
  sandboxId: z.string(),
  name: z.string().describe('Of the probe.'),
  samples: z.array(probeSample).describe('Oldest first.'),
})
export type SampleBatch = z.infer<typeof sampleBatch>

export const fromGateway = z.discriminatedUnion('type', [
  z.object({ type: z.literal('done'), id: z.number().int(), result: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.number().int(), message: z.string() }),
  z.object({ type: z.literal('samples'), batches: z.array(sampleBatch) }),
])
export type FromGateway = z.infer<typeof fromGateway>

export const httpCheckResult = z.object({
  status: z.number().int().nullable(),
  body: z.string(),
  ms: z.number(),
  error: z.string().nullable(),
})
export type HttpCheckResult = z.infer<typeof httpCheckResult>
