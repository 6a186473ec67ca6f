import { createHash } from 'node:crypto'

/** The one node a sandbox sees: 25 characters as Swarm's ids, made from the sandbox's id alone. */
export function nodeId(sandboxId: string): string {
  const hash = createHash('sha256').update(`node ${sandboxId}`).digest('hex')
  return BigInt(`0x${hash}`).toString(36).slice(0, 25)
}
