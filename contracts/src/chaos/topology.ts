import { z } from 'zod'

/** A running (or failing) copy of a service, or a plain container. */
export const topologyTask = z.object({
  name: z.string().describe('Short name: web.1'),
  state: z.string().describe('The engine’s word: running, starting, failed, paused, …'),
  health: z.enum(['healthy', 'unhealthy', 'starting', 'none']),
  since: z.number().nullable().describe('Epoch ms at which it got this state.'),
  node: z.string().nullable(),
  error: z.string().nullable(),
})

export const topologyNode = z.object({
  name: z.string(),
  kind: z.enum(['service', 'container']),
  image: z.string(),
  desired: z.number().int(),
  running: z.number().int(),
  updateState: z.string().nullable(),
  ports: z.array(z.number().int()),
  tasks: z.array(topologyTask),
})
export type TopologyNode = z.infer<typeof topologyNode>

/** What stands in a sandbox now and who is told to talk to whom. */
export const topology = z.object({
  at: z.number(),
  nodes: z.array(topologyNode),
  links: z
    .array(z.object({ from: z.string(), to: z.string(), by: z.string() }))
    .describe('Seen in the settings: `by` is the environment variable of `from` that names `to`.'),
})
export type Topology = z.infer<typeof topology>
