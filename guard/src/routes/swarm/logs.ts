import { relayStream } from '../answers.ts'
import { logQuery } from '../containers/reading.ts'
import type { Route } from '../route.ts'
import { withOwnNode } from './node-ids.ts'

/** Logs of a service or of one of its tasks, without the name of the real node. */
export const logsRoute = (kind: 'service' | 'task'): Route => ({
  method: 'GET',
  pattern: `/${kind}s/{id}/logs`,
  query: ['stdout', 'stderr', 'follow', 'since', 'timestamps', 'tail', 'details'],
  stream: true,
  async handle(call) {
    const { id } = await call.sandbox.directory.resolve(kind, call.params[0]!)
    const answer = await call.read({ method: 'GET', path: `/${kind}s/${id}/logs`, query: logQuery(call) })
    return relayStream(call, answer, (source) => withOwnNode(call.sandbox.policy.sandboxId, source))
  },
})
