import type { GuardPolicy } from '@noops-dojo/contracts/guard'
import type { Names } from './names.ts'

const own = 'dev.noops-dojo.'

/** Labels by which the platform knows its objects. A client can neither set, read nor filter by them. */
export const label = {
  instance: `${own}instance`,
  sandbox: `${own}sandbox`,
  role: `${own}role`,
  deadline: `${own}deadline`,
  /** The image as the learner wrote it. */
  image: `${own}image`,
  /** Memory limit in bytes, for the quota. */
  memory: `${own}memory`,
  /** Published ports as `published:target/protocol`, comma separated. */
  ports: `${own}ports`,
  /** The network driver as the learner asked. */
  driver: `${own}driver`,
} as const

const reservedPrefixes = [own, 'dojo.', 'com.docker.swarm.']

/** Whether a client may not write this label. Case is folded: nobody needs a look-alike. */
export function isReserved(key: string): boolean {
  const folded = key.normalize('NFKC').toLowerCase().trim()
  return reservedPrefixes.some((prefix) => folded.startsWith(prefix))
}

/** The owner's labels, written on every object at create and again at update (an update replaces labels). */
export function ownerLabels(policy: GuardPolicy): Record<string, string> {
  return {
    [label.instance]: policy.instance,
    [label.sandbox]: policy.sandboxId,
    [label.role]: 'learner',
    [label.deadline]: String(policy.deadline),
  }
}

/** `label` filter values that match exactly what a learner made in this sandbox. */
export function ownerFilter(policy: GuardPolicy): string[] {
  return [
    `${label.instance}=${policy.instance}`,
    `${label.sandbox}=${policy.sandboxId}`,
    `${label.role}=learner`,
  ]
}

/** The second check, on every row of an answer. */
export function isOwned(labels: Record<string, string> | null | undefined, policy: GuardPolicy): boolean {
  return (
    labels?.[label.sandbox] === policy.sandboxId &&
    labels[label.instance] === policy.instance &&
    labels[label.role] === 'learner'
  )
}

/** Shown in no answer: the real node's id. */
const nodeLabel = 'com.docker.swarm.node.id'

/** Whether Swarm writes the name of a service or a task into this label. */
export const isNameLabel = (key: string): boolean =>
  key === 'com.docker.swarm.service.name' || key === 'com.docker.swarm.task.name'

/** Labels as the learner may see them; `names` shortens the names that Swarm wrote into them. */
export function visibleLabels(
  labels: Record<string, string> | null | undefined,
  names?: Pick<Names, 'toShort'>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels ?? {})
      .filter(([key]) => !key.startsWith(own) && key !== nodeLabel)
      .map(([key, value]) => [key, names && isNameLabel(key) ? names.toShort(value) : value]),
  )
}
