import { readText } from '../../engine/engine.ts'
import { planContainer } from '../../models/container/create.ts'
import { randomName } from '../../ownership/names.ts'
import { anonymousOf, checkCompute, checkVolumes, createTimeoutMs } from '../../quota/usage.ts'
import { forbidden, Refusal, unavailable } from '../../refusal.ts'
import { failure, json } from '../answers.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'

/** `docker create`, which is half of `docker run`. */
export const creatingRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/containers/create',
    query: ['name', 'platform'],
    body: 'json',
    action: 'container.create',
    handle: create,
  },
]

async function create(call: Call): Promise<Reply> {
  const { sandbox } = call
  checkPlatform(queryValue(call, 'platform'))
  const name = sandbox.names.check(queryValue(call, 'name')?.replace(/^\//, '') || randomName())
  call.object = name
  const plan = await planContainer(sandbox, call.json, name).catch(notAnImage)
  call.ports = plan.ports
  return sandbox.quotaLock.run(async () => {
    await checkCompute(sandbox, { containers: 1, memoryBytes: plan.memoryBytes, isService: false })
    await checkVolumes(sandbox, plan.volumes, anonymousOf(plan.volumes))
    const request = {
      method: 'POST',
      path: '/containers/create',
      query: { name: sandbox.names.toEngine(name) },
      body: plan.body,
      timeoutMs: createTimeoutMs,
    }
    // A fence waits for all of it.
    return sandbox.mutations.run(async () => {
      const answer = await call.mutate(request)
      const text = await readText(answer)
      if (answer.statusCode !== 201) return asBadRequest(failure(call, answer.statusCode ?? 500, text))
      const created = JSON.parse(text) as { Id: string; Warnings: string[] | null }
      if (plan.isBeside) await joinSandboxNetwork(call, created.Id, name)
      return json(201, { Id: created.Id, Warnings: created.Warnings ?? [] })
    })
  })
}

/** A 404 makes clients pull the image, so whatever else is missing (a network, a linked container) is a 400. */
function notAnImage(error: unknown): never {
  if (error instanceof Refusal && isMissing(error.status, error.message))
    throw new Refusal(400, error.message)
  throw error
}

/** The same of the engine's answer. */
function asBadRequest(reply: ReturnType<typeof failure>): Reply {
  const { message } = reply.body as { message: string }
  return isMissing(reply.status, message) ? { ...reply, status: 400 } : reply
}

const isMissing = (status: number, message: string) => status === 404 && !message.startsWith('No such image')

function checkPlatform(platform: string | undefined): void {
  const architecture = process.arch === 'arm64' ? ['arm64', 'arm64/v8', 'aarch64'] : ['amd64', 'x86_64']
  if (platform && platform !== 'linux' && !architecture.some((name) => platform === `linux/${name}`))
    throw forbidden(`platform=${platform}`)
}

/** API 1.41 takes one network at create; probes and previews need the sandbox network too. All or nothing. */
async function joinSandboxNetwork({ sandbox }: Call, id: string, name: string): Promise<void> {
  const body = { Container: id, EndpointConfig: { Aliases: [name] } }
  const { status } = await sandbox.engine.act({
    method: 'POST',
    path: `/networks/${sandbox.policy.network}/connect`,
    body,
  })
  if (status < 300) return
  await sandbox.engine.act({ method: 'DELETE', path: `/containers/${id}`, query: { force: 1, v: 1 } })
  throw unavailable('the container could not join the sandbox network')
}
