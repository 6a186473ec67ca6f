import { setTimeout as sleep } from 'node:timers/promises'
import type { Classroom } from '@noops-dojo/contracts'
import { ask, jsonOf } from './ask.ts'

/**
 * Asks the server for its classes with the instructor key and gives the join code of the oldest open one.
 * Undefined when the server does not answer, refuses the key or has no open class.
 */
export const readJoinCode = async (address: string, instructorKey: string): Promise<string | undefined> => {
  const session = await ask(`${address}/api/session/instructor`, {
    method: 'POST',
    headers: { origin: address },
    body: { key: instructorKey },
  })
  if (session?.status !== 201) return undefined
  const headers = { cookie: session.cookies.join('; ') }
  const classes = jsonOf<{ items?: Classroom[] }>(await ask(`${address}/api/classrooms`, { headers }))
  return classes?.items
    ?.filter(({ closedAt }) => closedAt === null)
    .sort((one, other) => one.createdAt - other.createdAt)[0]?.code
}

/** The server makes the first class just after it is ready: asks again for ten seconds before it gives up. */
export const awaitJoinCode = async (address: string, instructorKey: string): Promise<string | undefined> => {
  const until = Date.now() + 10_000
  for (;;) {
    const code = await readJoinCode(address, instructorKey)
    if (code !== undefined || Date.now() > until) return code
    await sleep(250)
  }
}
