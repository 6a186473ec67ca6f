import { setTimeout as sleep } from 'node:timers/promises'
import { output, run } from '../../../tools/command.ts'

export const instanceLabel = 'dev.noops-dojo.instance'

interface Kind {
  readonly name: string
  readonly list: readonly string[]
  readonly remove: readonly string[]
}

const containers: Kind = { name: 'containers', list: ['ps', '-aq'], remove: ['rm', '-f', '-v'] }
const sandboxContainers: Kind = {
  ...containers,
  list: [...containers.list, '--filter', 'label=dev.noops-dojo.sandbox'],
}

/** Services first: Swarm would replace their containers. Networks after what is attached to them. */
const kinds: readonly Kind[] = [
  { name: 'services', list: ['service', 'ls', '-q'], remove: ['service', 'rm'] },
  containers,
  { name: 'networks', list: ['network', 'ls', '-q'], remove: ['network', 'rm'] },
  { name: 'volumes', list: ['volume', 'ls', '-q'], remove: ['volume', 'rm', '-f'] },
  { name: 'secrets', list: ['secret', 'ls', '-q'], remove: ['secret', 'rm'] },
  { name: 'configs', list: ['config', 'ls', '-q'], remove: ['config', 'rm'] },
]

/**
 * The gateway, which is on every sandbox's network, goes after the containers of sandboxes. When a crash-looping
 * container joins a network just as the last one leaves it, Docker 20.10 keeps a task that nobody can remove, and the
 * network with it, until dockerd starts again.
 */
const order: readonly Kind[] = kinds.flatMap((kind) =>
  kind === containers ? [sandboxContainers, containers] : [kind],
)

const list = async (command: readonly string[], label: string): Promise<string[]> => {
  const result = await run('docker', [...command, '--filter', `label=${label}`])
  return result.code === 0 ? [...new Set(result.stdout.split('\n').filter(Boolean))] : []
}

/** Gives how many engine objects an instance has, by kind. */
export const countObjects = async (instance: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      kinds.map(
        async (kind) => [kind.name, (await list(kind.list, `${instanceLabel}=${instance}`)).length] as const,
      ),
    ),
  )

/**
 * Removes every engine object of one instance and no other, by label. Repeats until the engine lists none: a
 * network lingers until Swarm has let go of its tasks. Throws with what is left after `withinMs`.
 */
export const removeObjects = async (instance: string, withinMs = 60_000): Promise<number> => {
  const label = `${instanceLabel}=${instance}`
  const until = Date.now() + withinMs
  let removed = 0
  for (;;) {
    const left = new Set<string>()
    const problems: string[] = []
    for (const kind of order) {
      const ids = await list(kind.list, label)
      if (ids.length === 0) continue
      const result = await run('docker', [...kind.remove, ...ids])
      const still = await list(kind.list, label)
      removed += ids.length - still.length
      for (const id of still) left.add(id)
      if (still.length > 0) problems.push(`${kind.name}: ${result.stderr.trim()}`)
    }
    if (left.size === 0) return removed
    if (Date.now() > until)
      throw new Error(
        `${left.size} engine objects of ${instance} could not be removed:\n${problems.join('\n')}`,
      )
    await sleep(300)
  }
}

/** Gives the names of other instances that have objects in the engine. */
export const otherInstances = async (instance: string): Promise<string[]> => {
  const format = `{{.Label "${instanceLabel}"}}`
  const names = await output('docker', ['ps', '-a', '--filter', `label=${instanceLabel}`, '--format', format])
  return [...new Set(names.split('\n').filter((name) => name !== '' && name !== instance))]
}
