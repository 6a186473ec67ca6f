import type { TopologyNode } from '@noops-dojo/contracts'

export type CopyState = 'good' | 'starting' | 'unhealthy' | 'stopped' | 'failed'
type Copy = TopologyNode['tasks'][number]

const dead = [
  'failed',
  'rejected',
  'exited',
  'dead',
  'orphaned',
  'removing',
  'remove',
  'shutdown',
  'complete',
]
const still = ['paused', 'frozen', 'stopped']

/** What a copy of a service is to a person: the engine has a dozen words for it (Swarm's task states). */
export const copyState = ({ state, health }: Copy): CopyState => {
  const word = state.toLowerCase()
  if (dead.includes(word)) return 'failed'
  if (still.includes(word)) return 'stopped'
  if (word !== 'running') return 'starting'
  if (health === 'unhealthy') return 'unhealthy'
  return health === 'starting' ? 'starting' : 'good'
}

/** A node is as well as it has good copies: all it should have, some, or none. */
export const nodeState = (node: TopologyNode): 'good' | 'trouble' | 'down' => {
  const good = node.tasks.filter((copy) => copyState(copy) === 'good').length
  if (good >= Math.max(1, node.desired)) return 'good'
  return good === 0 ? 'down' : 'trouble'
}
